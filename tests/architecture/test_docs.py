"""The documentation names every setting, every event and every job that follows."""

import ast
import re

from fieldstudy.events.verbs import VERBS
from fieldstudy.pipeline import FOLLOWS, JOBS
from tests.architecture import events_table
from tests.architecture.sources import ROOT, calls, files, name_of

OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
_VARIABLE = re.compile(r"FIELDSTUDY_[A-Z_]+|[A-Z]+_URL")


def _variables() -> set[str]:
    """Names of the environment that the settings read, as string constants of that file."""
    (settings,) = [
        path for path in files("fieldstudy", ".py") if name_of(path) == "fieldstudy/settings.py"
    ]
    return {
        node.value
        for node in ast.walk(ast.parse(settings.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _VARIABLE.fullmatch(node.value)
    }


def test_operating_names_every_variable() -> None:
    variables = _variables()
    assert len(variables) > 10
    assert {name for name in variables if f"`{name}`" not in OPERATING} == set()


def test_the_table_of_events_says_what_happened_and_what_follows() -> None:
    """To mend it: ``python -m tests.architecture.events_table``."""
    assert events_table.written() == events_table.wanted()


def test_every_job_that_follows_exists() -> None:
    assert {name for names in FOLLOWS.values() for name in names} <= set(JOBS)


def test_every_recorded_verb_is_in_the_list() -> None:
    recorded = {
        call.args[0].value
        for path in files("fieldstudy", ".py")
        for name, call in calls(path)
        if name in {"record", "record_event"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    assert recorded
    assert recorded - set(VERBS) == set()
