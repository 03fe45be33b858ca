"""The job that builds an export."""

from functools import partial
from uuid import UUID

from fieldstudy.core.storage import DiskFull
from fieldstudy.exports.actions import keep_built
from fieldstudy.exports.building import build
from fieldstudy.exports.models import Export
from fieldstudy.jobs import Finish, RetryLater, Work


def build_export(subject_id: UUID, work: Work) -> Finish | None:
    """Build the file; running twice writes the same file again."""
    export = Export.objects.select_related("study").filter(pk=subject_id, finished_at=None).first()
    if export is None:
        return None
    try:
        built = build(export, work.progress)
    except DiskFull as problem:
        raise RetryLater("disk_full", 300) from problem
    return partial(keep_built, export, built)
