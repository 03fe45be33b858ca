"""What happens to every table when a person asks to be forgotten. A table without a line fails a test.

``ERASE``: rows about the person are deleted. ``PSEUDONYMISE``: rows stay without anything that points
to them. ``KEEP``: rows hold nothing of a participant, or (events, receipts) only plain ids and counts.
"""

from enum import StrEnum


class Fate(StrEnum):
    """What becomes of a row that is about an erased participant."""

    ERASE = "erase"
    PSEUDONYMISE = "pseudonymise"
    KEEP = "keep"


E, P, K = Fate.ERASE, Fate.PSEUDONYMISE, Fate.KEEP

MANIFEST: dict[str, Fate] = {
    # what must follow and what happened: ids and verbs
    "jobs.Job": E,
    "jobs.Heartbeat": K,
    "events.Event": K,
    "events.Seal": K,
    # staff accounts and the design of studies
    "people.Person": K,
    "people.ApiToken": K,
    "people.Bucket": K,
    "studies.Study": K,
    "studies.Membership": K,
    "studies.Brand": K,
    "studies.Scenario": K,
    "studies.Stage": K,
    "studies.Touchpoint": K,
    "studies.Segment": K,
    "studies.Wave": K,
    "studies.Prompt": K,
    "studies.PromptItem": K,
    "studies.ProtocolVersion": K,
    # the person
    "participants.Participation": E,
    "participants.Identity": E,
    "participants.DeviceSession": E,
    "participants.ConsentDocument": K,
    "participants.ConsentAct": E,
    "participants.Withdrawal": E,
    "participants.ProfileFact": E,
    "schedules.ScheduleRule": K,
    "schedules.Occurrence": E,
    "schedules.Delivery": E,
    # what they sent, and everything made from it
    "uploads.Upload": E,
    "diary.Visit": E,
    "diary.Entry": E,
    "diary.EntryRevision": E,
    "diary.Attachment": E,
    "diary.Draft": E,
    "diary.Retraction": E,
    "diary.Exclusion": E,
    "diary.Probe": E,
    "media.Rendition": E,
    "transcription.Transcript": E,
    "transcription.TranscriptVersion": E,
    "transcription.Utterance": E,
    # what coders made of it
    "coding.Code": K,
    "coding.Excerpt": E,
    "coding.Placement": E,
    "coding.Coding": E,
    "coding.Memo": E,
    "coding.Operation": E,
    "coding.Assignment": E,
    "coding.Adjudication": E,
    # what was handed over: files are rebuilt without the person, the rows say what was given away
    "exports.Export": P,
    # the record of forgetting itself
    "privacy.ErasureRequest": K,
    "privacy.ErasureReceipt": K,
    "privacy.Retention": K,
}
