"""The jobs that forget."""

from functools import partial
from uuid import UUID

from fieldstudy.jobs import Finish, Work
from fieldstudy.participants.models import Participation, Withdrawal
from fieldstudy.privacy.actions import carry_out_erasure, request_erasure
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


def erase_if_asked(subject_id: UUID, work: Work) -> Finish | None:
    """A participant left; whoever asked to be forgotten too gets an erasure of their own."""
    participation = (
        Participation.objects.select_related("study", "withdrawal")
        .filter(pk=subject_id, withdrawal__kind=Withdrawal.Kind.ERASE)
        .first()
    )
    if participation is None:
        return None
    return partial(request_erasure, participation, by=participation)
