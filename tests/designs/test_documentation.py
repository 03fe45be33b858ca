"""docs/design-files.md names every part, field and kind that a file may hold."""

from pathlib import Path

from fieldstudy.designs.schema import SCENARIO_TEXTS
from fieldstudy.designs.starters import starter
from fieldstudy.designs.writing import SETTINGS
from fieldstudy.studies.items import SHAPES

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "design-files.md").read_text()


def test_every_kind_of_item_and_its_settings_are_named() -> None:
    assert [kind for kind in SHAPES if f"`{kind}`" not in DOCS] == []
    assert [name for shape in SHAPES.values() for name in shape.settings if name not in DOCS] == []


def test_every_part_and_field_is_named() -> None:
    design = starter("retail_visit")
    rows = [row for part in design.values() if isinstance(part, list) for row in part]
    fields = {name for row in [design["study"], *rows] for name in row}

    assert len(fields) > 20
    assert [part for part in design if f"`{part}`" not in DOCS] == []
    assert [name for name in sorted(fields) if name not in DOCS] == []
    assert [name for name in (*SETTINGS, *SCENARIO_TEXTS) if name not in DOCS] == []
