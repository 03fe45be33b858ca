"""The job that forgets."""

from functools import partial
from uuid import UUID

from fieldstudy.jobs import Finish, Work
from fieldstudy.privacy.actions import carry_out_erasure
from fieldstudy.privacy.models import ErasureRequest


def erase_participant(subject_id: UUID, work: Work) -> Finish | None:
    """Everything happens in the finishing transaction: all of it or nothing."""
    request = (
        ErasureRequest.objects.select_related("study").filter(pk=subject_id, done_at=None).first()
    )
    if request is None:
        return None
    work.progress(0, 1)
    return partial(carry_out_erasure, request)
