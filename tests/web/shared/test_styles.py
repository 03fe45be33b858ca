"""One small style sheet for each audience."""

from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

from fieldstudy.web.shared import styles

ROOT = Path(__file__).resolve().parents[3] / "static" / "fieldstudy" / "css"


def test_the_phones_sheet_weighs_at_most_6_kb() -> None:
    assert len(brotli.compress(styles.join("phone").encode())) <= 6 * 1024


def test_every_part_belongs_to_somebody_and_to_nobody_twice() -> None:
    listed = {audience: styles.parts_of(audience) for audience in styles.audiences()}
    assert sorted(listed) == ["desk", "phone"]
    for parts in listed.values():
        assert len(parts) == len(set(parts))
    assert set(ROOT.rglob("*.css")) == {part for parts in listed.values() for part in parts}


def test_layers_are_ordered_before_anything_else() -> None:
    for audience in styles.audiences():
        assert styles.join(audience).startswith(
            "@layer tokens,reset,base,layout,components,utilities;"
        )


def test_comments_stay_at_home() -> None:
    assert "/*" not in styles.join("desk")


def test_values_that_need_their_spaces_keep_them() -> None:
    sheet = styles.join("phone")
    assert "calc(100% - var(--tooth))" in sheet
    assert ".steps li+li::before" not in sheet
    assert ".steps li + li::before" in sheet


def test_colours_are_named_in_the_tokens_alone() -> None:
    allowed = {"tokens.css", "desk/tokens.css"}
    for part in ROOT.rglob("*.css"):
        name = str(part.relative_to(ROOT))
        lines = part.read_text().splitlines()
        raw = [line for line in lines if "oklch(" in line and "--" not in line]
        assert name in allowed or all(_is_photo_or_shadow(line) for line in raw), name


def _is_photo_or_shadow(line: str) -> bool:
    """White and black over a photo hold in both themes; shadows name both of theirs."""
    return "oklch(99% 0 0" in line or "oklch(20% 0.01 225 / 0.72)" in line or "light-dark(" in line


def test_a_joined_sheet_is_found_like_any_static_file() -> None:
    found = finders.find("fieldstudy/css/phone.css")
    assert isinstance(found, str)
    assert Path(found).read_text() == styles.join("phone")
    assert finders.find("fieldstudy/css/nobody.css") is None
    assert isinstance(finders.find("fieldstudy/css/phone.list"), str)


def test_collecting_takes_both_sheets() -> None:
    taken = dict(styles.JoinedStyles().list(None))
    assert sorted(taken) == ["fieldstudy/css/desk.css", "fieldstudy/css/phone.css"]
    for path, storage in taken.items():
        assert storage.open(path).read().decode().startswith("@layer")


def test_a_list_that_names_a_missing_part_is_reported(settings: object, tmp_path: Path) -> None:
    folder = tmp_path / "fieldstudy" / "css"
    folder.mkdir(parents=True)
    (folder / "phone.list").write_text("# remark\ngone.css\n")
    settings.STATICFILES_DIRS = [tmp_path]  # type: ignore[attr-defined]
    (problem,) = styles.JoinedStyles().check()
    assert "gone.css" in problem.msg


@pytest.mark.parametrize("name", ["phone.css", "desk.css"])
def test_no_source_hides_behind_a_joined_sheet(name: str) -> None:
    assert not (ROOT / name).exists()
