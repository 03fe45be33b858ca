"""What may happen to entries: submitted, amended, taken back, left out, put back."""

from fieldstudy.diary.actions.amending import StaleRevision, TakenBack, amend_entry, retract_entry
from fieldstudy.diary.actions.excluding import exclude_entry, include_entry
from fieldstudy.diary.actions.submission import NewFile, OtherContent, Submission
from fieldstudy.diary.actions.submitting import Submitted, log_observation, submit_entry

__all__ = [
    "NewFile",
    "OtherContent",
    "StaleRevision",
    "Submission",
    "Submitted",
    "TakenBack",
    "amend_entry",
    "exclude_entry",
    "include_entry",
    "log_observation",
    "retract_entry",
    "submit_entry",
]
