"""Whose eyes and ears a photo or a recording is for."""

from fieldstudy.diary.models import Attachment
from fieldstudy.diary.querysets import AttachmentQuerySet
from fieldstudy.participants.consent import agreed_scopes, newest_act
from fieldstudy.participants.models import Participation, Scope
from fieldstudy.studies.models import Study

NEEDED = {
    Attachment.Kind.PHOTO: {Scope.PHOTOS},
    Attachment.Kind.RECORDING: {Scope.VOICE},
    Attachment.Kind.VIDEO: {Scope.PHOTOS, Scope.VOICE},
}


def shown_at_desk(study: Study) -> AttachmentQuerySet:
    """What the study's team sees: everything its entries still hold, nothing taken back."""
    rows: AttachmentQuerySet = study.attachments.present().filter(entry__retraction=None)
    return rows


def shown_to_participant(participation: Participation) -> AttachmentQuerySet:
    """One's own, as long as the entry holds it."""
    rows: AttachmentQuerySet = Attachment.objects.present().filter(
        entry__participation=participation
    )
    return rows


def may_client_see(attachment: Attachment) -> bool:
    """Whether a viewer may: it counts in analysis, and the newest consent covers client and medium.

    What staff recorded themselves has no participant and needs no consent here.
    """
    entry = attachment.entry
    if entry.is_rehearsal or hasattr(entry, "exclusion"):
        return False
    if entry.participation is None:
        return True
    agreed = agreed_scopes(newest_act(entry.participation))
    return {Scope.CLIENT_VIEWING, *NEEDED[Attachment.Kind(attachment.kind)]} <= agreed
