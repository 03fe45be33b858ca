"""Who may do what: the one table. A view, a page's button and the API all ask it."""

from fieldstudy.studies.models import Membership, Role

OWNER, RESEARCHER, CODER, VIEWER, OPERATOR = Role
_ALL = frozenset(Role)
_DESK = frozenset({OWNER, RESEARCHER, CODER})
_LEAD = frozenset({OWNER, RESEARCHER})
_CARE = frozenset({OWNER, OPERATOR})

ACTIONS: dict[str, frozenset[Role]] = {
    "study.read": _ALL,
    "study.design": _LEAD,
    "study.publish": _LEAD,
    "study.close": frozenset({OWNER}),
    "study.copy": _LEAD,
    "member.manage": frozenset({OWNER}),
    "participant.read": _DESK | {OPERATOR},
    "participant.manage": _LEAD,
    "identity.read": _CARE,
    "identity.manage": _CARE,
    "fieldwork.read": _DESK | {OPERATOR},
    "job.retry": _LEAD | {OPERATOR},
    "entry.read": _DESK,
    "entry.log": _DESK,
    "entry.exclude": _LEAD,
    "media.read": _DESK | {VIEWER},
    "media.download_original": _CARE,
    "transcript.read": _DESK,
    "transcript.correct": _DESK,
    "code.read": _DESK,
    "code.manage": _LEAD,
    "coding.read": _DESK,
    "coding.create": _DESK,
    "memo.write": _DESK,
    "story_map.read": _DESK | {VIEWER},
    "evidence.read": _DESK | {VIEWER},
    "agreement.read": _LEAD,
    "export.read": _LEAD | {OPERATOR},
    "export.create": _LEAD | {OPERATOR},
    "erasure.manage": _CARE,
    "retention.manage": _CARE,
    "event.read": _CARE,
}
"""Action → the roles that may do it in a study they are a member of."""

NOT_OF_A_STUDY = frozenset({"public", "participant", "staff", "instance"})
"""Doors without a study: anybody, a joined participant, any signed-in person, the installation's owner."""


def may(member: Membership | None, action: str) -> bool:
    """Whether this member may do it.

    Raises:
        KeyError: for an action that the table does not name.
    """
    allowed = ACTIONS[action]
    return member is not None and Role(member.role) in allowed


def allowed_to(role: str) -> frozenset[str]:
    """Every action of one role, for templates."""
    return frozenset(action for action, roles in ACTIONS.items() if Role(role) in roles)
