"""What may happen to participants: invitations, phones, identity, and the consent text."""

from fieldstudy.participants.actions.consent_documents import edit_consent, publish_consent
from fieldstudy.participants.actions.devices import note_device_seen
from fieldstudy.participants.actions.identities import note_identity_read, write_identity
from fieldstudy.participants.actions.invitations import (
    Invitation,
    change_participation,
    invite_participant,
    invite_participants,
    reissue,
    revoke,
)

__all__ = [
    "Invitation",
    "change_participation",
    "edit_consent",
    "invite_participant",
    "invite_participants",
    "note_device_seen",
    "note_identity_read",
    "publish_consent",
    "reissue",
    "revoke",
    "write_identity",
]
