"""What may happen to a study, its members, its design and what it asks."""

from fieldstudy.studies.actions.items import (
    add_item,
    archive_item,
    change_item,
    move_item,
    restore_item,
)
from fieldstudy.studies.actions.members import add_member, change_role, remove_member
from fieldstudy.studies.actions.parts import (
    add_part,
    archive_part,
    change_part,
    move_part,
    restore_part,
)
from fieldstudy.studies.actions.publishing import publish_protocol, stage_rehearsal
from fieldstudy.studies.actions.study import close_study, create_study, open_study, update_study

__all__ = [
    "add_item",
    "add_member",
    "add_part",
    "archive_item",
    "archive_part",
    "change_item",
    "change_part",
    "change_role",
    "close_study",
    "create_study",
    "move_item",
    "move_part",
    "open_study",
    "publish_protocol",
    "remove_member",
    "restore_item",
    "restore_part",
    "stage_rehearsal",
    "update_study",
]
