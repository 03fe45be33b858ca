"""Putting codes on text, transcripts, photos, sound and whole entries."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from fieldstudy.coding import refusals
from fieldstudy.coding.actions import put_code, remove_coding, set_strength
from fieldstudy.coding.anchors import (
    Anchor,
    Region,
    SoundRange,
    TextSpan,
    TranscriptSpan,
    WholeEntry,
)
from fieldstudy.coding.models import Code, Coding, Excerpt, Operation, Placement
from fieldstudy.core import clock
from fieldstudy.core.scope import study_scope
from fieldstudy.diary.models import Entry, EntryRevision
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from fieldstudy.transcription.models import Transcript, TranscriptVersion, Utterance
from tests import factories

WORDS = "𠮷野家门口👩‍👩‍👧排队，nobody came."


@pytest.fixture
def entry(p01: Any) -> Entry:
    return factories.make_entry(p01, WORDS)


@pytest.fixture
def pain(study: Study) -> Code:
    return factories.make_code(study, "Pain point", reaction="pain")


def put(entry: Entry, code: Code, by: Person, anchor: Anchor, **ids: Any) -> Coding:
    ids = {"coding_id": uuid4(), "excerpt_id": uuid4()} | ids
    return put_code(entry, code=code, anchor=anchor, by=by, **ids).coding


def words(entry: Entry, quote: str) -> TextSpan:
    start = entry.text.index(quote)
    assert entry.latest is not None
    return TextSpan(entry.latest.pk, start, start + len(quote), quote)


def test_a_span_keeps_quote_and_context_in_code_points(
    entry: Entry, pain: Code, kofi: Person
) -> None:
    coding = put(entry, pain, kofi, words(entry, "👩‍👩‍👧排队"))
    place = coding.excerpt.placements.get()
    assert (place.quote, place.prefix) == ("👩‍👩‍👧排队", "𠮷野家门口")
    assert WORDS[place.start : place.end] == place.quote
    assert place.suffix == "，nobody came."
    assert (coding.strength, coding.coder, coding.entry) == (1, kofi, entry)


def test_the_same_request_again_changes_nothing(entry: Entry, pain: Code, kofi: Person) -> None:
    ids = {"coding_id": uuid4(), "excerpt_id": uuid4()}
    first = put_code(entry, code=pain, anchor=words(entry, "nobody"), by=kofi, **ids)
    second = put_code(entry, code=pain, anchor=words(entry, "nobody"), by=kofi, **ids)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.coding == second.coding
    assert (Coding.objects.count(), Excerpt.objects.count(), Operation.objects.count()) == (1, 1, 1)


def test_a_repeat_is_answered_even_after_the_code_was_archived(
    entry: Entry, pain: Code, kofi: Person
) -> None:
    ids = {"coding_id": uuid4(), "excerpt_id": uuid4()}
    first = put(entry, pain, kofi, WholeEntry(), **ids)
    pain.archived_at = clock.now()
    pain.save()
    assert put(entry, pain, kofi, WholeEntry(), **ids) == first
    with pytest.raises(refusals.CodeNotApplicable):
        put(entry, pain, kofi, WholeEntry())


def test_an_id_that_stands_for_something_else_is_refused(
    entry: Entry, pain: Code, study: Study, kofi: Person
) -> None:
    first = put(entry, pain, kofi, words(entry, "nobody"))
    other = factories.make_code(study, "Praise", reaction="praise")
    with pytest.raises(refusals.IdTaken):
        put(entry, other, kofi, words(entry, "nobody"), coding_id=first.client_id)
    with pytest.raises(refusals.IdTaken):
        put(entry, other, kofi, words(entry, "came"), excerpt_id=first.excerpt.client_id)


def test_several_codes_share_an_excerpt_and_none_stands_twice(
    entry: Entry, pain: Code, study: Study, kofi: Person
) -> None:
    piece = uuid4()
    need = factories.make_code(study, "To be told", "need")
    one = put(entry, pain, kofi, words(entry, "nobody"), excerpt_id=piece)
    two = put(entry, need, kofi, words(entry, "nobody"), excerpt_id=piece)
    again = put(entry, need, kofi, words(entry, "nobody"), excerpt_id=piece)
    assert one.excerpt == two.excerpt
    assert again == two
    assert Placement.objects.count() == 1


def test_nobody_codes_on_another_coders_excerpt(
    entry: Entry, pain: Code, kofi: Person, mira: Person
) -> None:
    piece = uuid4()
    put(entry, pain, kofi, words(entry, "nobody"), excerpt_id=piece)
    with pytest.raises(refusals.NotTheCoder):
        put(entry, pain, mira, words(entry, "nobody"), excerpt_id=piece)


def test_other_words_at_the_place_are_refused_and_nothing_is_left_behind(
    entry: Entry, pain: Code, kofi: Person
) -> None:
    assert entry.latest is not None
    with pytest.raises(refusals.QuoteDiffers):
        put(entry, pain, kofi, TextSpan(entry.latest.pk, 0, 3, "野家门"))
    with pytest.raises(refusals.QuoteDiffers):
        put(entry, pain, kofi, TextSpan(entry.latest.pk, len(WORDS), len(WORDS) + 1, "x"))
    assert not Excerpt.objects.exists()


def test_a_span_on_an_earlier_wording_is_refused(entry: Entry, pain: Code, kofi: Person) -> None:
    stale = words(entry, "nobody")
    entry.latest = EntryRevision.objects.create(
        study=entry.study, entry=entry, number=2, text="Nobody came after all."
    )
    entry.save()
    with pytest.raises(refusals.ContentChanged):
        put(entry, pain, kofi, stale)


def test_another_entrys_words_do_not_exist_here(
    entry: Entry, pain: Code, p01: Any, kofi: Person
) -> None:
    elsewhere = factories.make_entry(p01, WORDS)
    with pytest.raises(refusals.NoSuchContent):
        put(entry, pain, kofi, words(elsewhere, "nobody"))


def test_transcript_words_carry_text_and_time(entry: Entry, pain: Code, kofi: Person) -> None:
    version = make_transcript(entry)
    coding = put(entry, pain, kofi, TranscriptSpan(version.pk, 2, 4, "闪灯"))
    place = coding.excerpt.placements.get()
    assert (place.start_ms, place.end_ms) == (900, 1700)
    assert (place.transcript_version, place.revision) == (version, None)
    assert coding.excerpt.attachment == version.transcript.attachment


def test_an_older_transcript_is_refused(entry: Entry, pain: Code, kofi: Person) -> None:
    version = make_transcript(entry)
    newer = TranscriptVersion.objects.create(
        study=entry.study, transcript=version.transcript, number=2, origin="human", text="一直闪灯"
    )
    version.transcript.latest = newer
    version.transcript.save()
    with pytest.raises(refusals.ContentChanged):
        put(entry, pain, kofi, TranscriptSpan(version.pk, 2, 4, "闪灯"))


def test_photos_take_regions_and_recordings_take_ranges(
    entry: Entry, pain: Code, kofi: Person
) -> None:
    photo = factories.make_attachment(entry, "photo")
    sound = factories.make_attachment(entry, "recording", duration_ms=22_000)
    region = put(entry, pain, kofi, Region(photo.pk, 4450, 5780, 1630, 890))
    heard = put(entry, pain, kofi, SoundRange(sound.pk, 15_000, 20_000))
    place = region.excerpt.placements.get()
    assert (place.left, place.top, place.width, place.height) == (4450, 5780, 1630, 890)
    assert heard.excerpt.placements.get().end_ms == 20_000
    with pytest.raises(refusals.NoSuchContent):
        put(entry, pain, kofi, Region(sound.pk, 0, 0, 1, 1))
    with pytest.raises(refusals.NoSuchContent):
        put(entry, pain, kofi, SoundRange(uuid4(), 0, 1))
    with pytest.raises(refusals.OutsideSound):
        put(entry, pain, kofi, SoundRange(sound.pk, 0, 22_001))


def test_a_removed_photo_takes_no_region(entry: Entry, pain: Code, kofi: Person) -> None:
    photo = factories.make_attachment(entry, "photo", removed_at=clock.now())
    with pytest.raises(refusals.NoSuchContent):
        put(entry, pain, kofi, Region(photo.pk, 0, 0, 1, 1))


def test_whole_entry_codes_of_one_coder_share_an_excerpt(
    entry: Entry, pain: Code, study: Study, kofi: Person, mira: Person
) -> None:
    theme = factories.make_code(study, "Fairness", "theme")
    mine = put(entry, pain, kofi, WholeEntry()), put(entry, theme, kofi, WholeEntry())
    theirs = put(entry, pain, mira, WholeEntry())
    assert mine[0].excerpt == mine[1].excerpt != theirs.excerpt


def test_only_reactions_have_a_strength(
    entry: Entry, pain: Code, study: Study, kofi: Person, mira: Person
) -> None:
    coding = put(entry, pain, kofi, WholeEntry(), strength=3)
    set_strength(coding, strength=2, by=kofi)
    last = Operation.objects.order_by("id").last()
    assert last is not None
    assert (last.verb, last.before["strength"], last.after["strength"]) == ("coding.changed", 3, 2)
    with pytest.raises(refusals.NoStrength):
        set_strength(coding, strength=4, by=kofi)
    with pytest.raises(refusals.NotTheCoder):
        set_strength(coding, strength=1, by=mira)
    theme = factories.make_code(study, "Fairness", "theme")
    with pytest.raises(refusals.NoStrength):
        put(entry, theme, kofi, WholeEntry(), strength=1)


def test_a_code_taken_off_stays_in_the_history_and_can_be_put_again(
    entry: Entry, pain: Code, kofi: Person, mira: Person
) -> None:
    coding = put(entry, pain, kofi, WholeEntry())
    with pytest.raises(refusals.NotTheCoder):
        remove_coding(coding, by=mira)
    remove_coding(coding, by=kofi)
    remove_coding(coding, by=kofi)
    assert not Coding.objects.live().exists()
    assert list(Operation.objects.order_by("id").values_list("verb", flat=True)) == [
        "coding.created",
        "coding.removed",
    ]
    assert put(entry, pain, kofi, WholeEntry()) != coding


def test_codings_carry_the_valence_of_their_code(entry: Entry, study: Study, kofi: Person) -> None:
    bad = factories.make_code(study, "Bad", "emotion", valence=-1)
    assert put(entry, bad, kofi, WholeEntry()).valence == -1


def make_transcript(entry: Entry) -> TranscriptVersion:
    """“一直闪灯”, one utterance of two words."""
    recording = factories.make_attachment(entry, "recording", duration_ms=2000)
    transcript = Transcript.objects.create(study=entry.study, attachment=recording)
    version = TranscriptVersion.objects.create(
        study=entry.study, transcript=transcript, number=1, origin="machine", text="一直闪灯"
    )
    Utterance.objects.create(
        study=entry.study,
        version=version,
        position=0,
        start=0,
        end=4,
        start_ms=0,
        end_ms=2000,
        text="一直闪灯",
        words=[[0, 2, 100, 800, 0.9], [2, 4, 900, 1700, 0.8]],
    )
    transcript.latest = version
    transcript.save()
    return version


def test_one_request_sent_four_times_at_once_makes_one_coding(
    transactional_db: None, entry: Entry, pain: Code, kofi: Person
) -> None:
    ids = {"coding_id": uuid4(), "excerpt_id": uuid4()}
    start = Barrier(4)

    def send(_: int) -> tuple[Any, bool]:
        start.wait()
        try:
            with study_scope(entry.study):
                made = put_code(entry, code=pain, anchor=words(entry, "nobody"), by=kofi, **ids)
                return made.coding.pk, made.is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as phones:
        answers = list(phones.map(send, range(4)))
    assert len({key for key, _ in answers}) == 1
    assert [is_new for _, is_new in answers].count(True) == 1
    assert (Coding.objects.count(), Excerpt.objects.count(), Operation.objects.count()) == (1, 1, 1)
