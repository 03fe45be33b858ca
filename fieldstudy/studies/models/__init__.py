"""What is studied, what is asked, and who works on it."""

from fieldstudy.studies.models.journey import Brand, Scenario, Segment, Stage, Touchpoint, Wave
from fieldstudy.studies.models.prompts import Prompt, PromptItem, ProtocolVersion
from fieldstudy.studies.models.study import Membership, Role, Study

__all__ = [
    "Brand",
    "Membership",
    "Prompt",
    "PromptItem",
    "ProtocolVersion",
    "Role",
    "Scenario",
    "Segment",
    "Stage",
    "Study",
    "Touchpoint",
    "Wave",
]
