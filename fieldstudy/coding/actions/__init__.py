"""What may be done to codes, codings and memos."""

from fieldstudy.coding.actions.codebook import (
    CodeFields,
    archive_code,
    create_code,
    move_code,
    restore_code,
    update_code,
)
from fieldstudy.coding.actions.codings import Put, put_code, remove_coding, set_strength
from fieldstudy.coding.actions.corrections import (
    Carried,
    Corrected,
    carry_on_entry,
    carry_on_transcript,
    correct_transcript,
)
from fieldstudy.coding.actions.memos import remove_memo, write_memo
from fieldstudy.coding.actions.progress import mark_done, reopen
from fieldstudy.coding.actions.starter import add_touchpoint_codes, starter_codebook

__all__ = [
    "Carried",
    "CodeFields",
    "Corrected",
    "Put",
    "add_touchpoint_codes",
    "archive_code",
    "carry_on_entry",
    "carry_on_transcript",
    "correct_transcript",
    "create_code",
    "mark_done",
    "move_code",
    "put_code",
    "remove_coding",
    "remove_memo",
    "reopen",
    "restore_code",
    "set_strength",
    "starter_codebook",
    "update_code",
    "write_memo",
]
