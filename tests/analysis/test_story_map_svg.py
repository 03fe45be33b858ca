import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from fieldstudy.analysis.assembly import assemble_story_map
from fieldstudy.analysis.chart import element, level_class, number, words, wrapped
from fieldstudy.analysis.curve_svg import curve_svg, level_y
from fieldstudy.analysis.map_rows import Series
from fieldstudy.analysis.story_map import Audience, Column, StoryMap
from fieldstudy.analysis.story_map_svg import Heading, story_map_svg
from tests.analysis.maps import places, shop

SVG = "{http://www.w3.org/2000/svg}"
HEADING = Heading("Weekday dinner shop", "22 people", "computed 13 May 2026")


def link(column: Column, series: Series) -> str:
    return f"/evidence/?touchpoint={column.place.touchpoint}&show={series}"


def drawn(story_map: StoryMap | None = None) -> ElementTree.Element:
    story_map = story_map or assemble_story_map(shop())
    return ElementTree.fromstring(curve_svg(story_map, link, width=1120))


def filed(story_map: StoryMap | None = None) -> ElementTree.Element:
    text = story_map_svg(story_map or assemble_story_map(shop()), HEADING)
    return ElementTree.fromstring(text)


def all_text(svg: ElementTree.Element) -> str:
    return "\n".join("".join(one.itertext()) for one in svg.iter(f"{SVG}text"))


def test_the_drawing_in_the_page_has_no_words_scripts_or_styles() -> None:
    svg = drawn()
    assert not list(svg.iter("text"))
    for one in svg.iter():
        assert one.tag not in ("script", "style", "foreignObject")
        assert not {key for key in one.attrib if key == "style" or key.startswith("on")}


def test_the_drawing_says_its_summary() -> None:
    svg = drawn()
    title, description = svg.find("title"), svg.find("desc")
    assert title is not None and description is not None and description.text
    assert svg.get("aria-labelledby") == title.get("id")
    assert svg.get("aria-describedby") == description.get("id")
    assert "Highest at app: +1.5, 12 people." in description.text
    assert "Lowest at queue: −0.5, 22 people." in description.text


def test_each_point_is_a_link_with_a_name() -> None:
    named = {one.get("aria-label"): one.get("href") for one in drawn().iter("a")}
    assert named == {
        "queue, own rating, −0.5, likely between −0.8 and −0.1, 22 people": (
            "/evidence/?touchpoint=queue&show=own"
        ),
        "app, own rating, +1.5, likely between +1.2 and +1.8, 12 people": (
            "/evidence/?touchpoint=app&show=own"
        ),
        "app, coders, +0.5, likely between +0.2 and +0.8, 12 people": (
            "/evidence/?touchpoint=app&show=coder"
        ),
        "app, competitor, +0.2, likely between −0.6 and +1.0, 6 people": (
            "/evidence/?touchpoint=app&show=competitor"
        ),
        "counter, own rating, +1.7, likely between +0.2 and +2.0, 3 people": (
            "/evidence/?touchpoint=counter&show=own"
        ),
    }


def test_points_stand_at_their_values() -> None:
    circles = [one for one in drawn().iter("circle") if "mean" in (one.get("class") or "")]
    heights = [float(one.get("cy") or 0) for one in circles]
    story_map = assemble_story_map(shop())
    assert heights == pytest.approx(
        [level_y(story_map.columns[n].own.mean or 0) for n in (0, 1)], abs=0.06
    )
    assert [float(one.get("cx") or 0) for one in circles] == [140, 420]
    assert (level_y(2), level_y(0), level_y(-2), level_y(7)) == (20, 96, 172, 20)


def test_a_point_of_few_people_is_hollow() -> None:
    assert [
        one.get("class") for one in drawn().iter("circle") if "hollow" in one.get("class", "")
    ] == ["hollow v-p2"]


def test_the_line_is_broken_at_gaps_and_never_bridged() -> None:
    rows = replace(shop(), places=places("queue", "app", "door", "counter"))
    paths = [
        one.get("d") or ""
        for one in drawn(assemble_story_map(rows)).iter("path")
        if one.get("class") == "own"
    ]
    assert len(paths) == 1
    assert paths[0].count("L") == 1
    assert "C" not in paths[0]


def test_series_differ_in_shape() -> None:
    looks = {one.get("class") for one in drawn().iter()}
    assert {"coder-point", "rival-point", "mean v-p2", "coder", "rival", "own"} - looks == {
        "coder",
        "rival",
    }


def test_an_interval_beyond_the_scale_is_marked() -> None:
    marks = [one.get("d") or "" for one in drawn().iter("path") if one.get("class") == "likely"]
    # counter: +1.7 (+0.2 … +3.1), an arrowhead above the drawing's +2.
    assert "M696 18l4 -5l4 5" in [re.sub(r"\.0\b", "", mark) for mark in marks]


def test_what_is_withheld_is_hatched_and_has_no_marks() -> None:
    client = assemble_story_map(shop(), audience=Audience(withholds=True))
    svg = drawn(client)
    hatched = [one for one in svg.iter("rect") if one.get("class") == "hatched"]
    assert [one.get("x") for one in hatched] == ["560"]
    assert not [one for one in svg.iter("a") if "counter" in (one.get("aria-label") or "")]
    xs = [float(one.get("cx") or 0) for one in svg.iter("circle")]
    assert xs and not [x for x in xs if 560 < x < 840]


def test_the_file_stands_alone() -> None:
    svg = filed()
    assert svg.tag == f"{SVG}svg"
    assert svg.get("role") == "img"
    for one in svg.iter():
        assert one.tag not in (f"{SVG}script", f"{SVG}style", f"{SVG}a", f"{SVG}image")
        assert not {"class", "style", "href"} & set(one.attrib)
        assert not [value for value in one.attrib.values() if "http" in value or "var(" in value]


def test_the_file_carries_the_numbers_of_the_map() -> None:
    text = all_text(filed())
    for expected in (
        "Weekday dinner shop",
        "22 people",
        "queue",
        "中·queue",
        "Shop 在店",
        "−0.5",
        "22 people · 22 entries",
        "coders +0.5, n = 12",
        "competitor +0.2, n = 6",
        "nobody yet",
        "computed 13 May 2026",
    ):
        assert expected in text


def test_the_file_holds_nobody_s_words_or_pictures() -> None:
    text = story_map_svg(assemble_story_map(shop()), HEADING)
    assert "Twelve minutes" not in text
    assert "photo of" not in text


def test_the_file_for_clients_withholds_as_the_page_does() -> None:
    text = all_text(filed(assemble_story_map(shop(), audience=Audience(withholds=True))))
    assert "fewer than 5 people" in text
    assert "+1.7" not in text
    assert "<5" in text


def test_names_are_text_whatever_they_hold() -> None:
    nasty = '<script>alert("1")</script> & "quotes" \x0b'
    rows = replace(shop(), places=places(nasty, "queue"))
    for svg in (drawn(assemble_story_map(rows)), filed(assemble_story_map(rows))):
        assert not list(svg.iter("script")) + list(svg.iter(f"{SVG}script"))
    assert element("a", words(nasty), title=nasty) == (
        '<a title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &quot;quotes&quot; ">'
        '&lt;script&gt;alert("1")&lt;/script&gt; &amp; "quotes" </a>'
    )


def test_coordinates_and_colours() -> None:
    assert [number(value) for value in (1, -0.01, 2.25, -3.96)] == ["1", "0", "2.2", "-4"]
    assert [level_class(value) for value in (-2, -0.5, -0.49, 0, 0.5, 1.6)] == [
        "v-n2",
        "v-n1",
        "v-0",
        "v-0",
        "v-p1",
        "v-p2",
    ]


def test_long_names_wrap_and_end_in_an_ellipsis() -> None:
    assert wrapped("Self-checkout", 14, 128, 2) == ["Self-checkout"]
    assert wrapped("Prices in the app at home", 14, 110, 2) == ["Prices in the", "app at home"]
    assert wrapped("自助结账与小票打印机", 14, 70, 2) == ["自助结账与", "小票打印机"]
    assert wrapped("自助结账与小票打印机旁", 14, 70, 2) == ["自助结账与", "小票打印…"]
    assert wrapped("Donaudampfschifffahrt", 14, 70, 2)[0].endswith("…")
