"""Writing an entry by the plain form: every kind of item, once, and losing nothing."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fieldstudy.core import clock, storage
from fieldstudy.diary.models import Entry
from fieldstudy.participants.consent import give_consent
from fieldstudy.participants.leaving import withdraw
from fieldstudy.participants.models import Participation
from fieldstudy.people import limits
from fieldstudy.studies.models import Prompt, ProtocolVersion, Study
from tests import factories
from tests.web.participant.files import picture, sound


def fresh(**fields: Any) -> dict[str, Any]:
    return {"form_id": str(uuid4()), "when": "now", "item-text": "屏幕变红了。", **fields}


@pytest.fixture
def page(prompt: Prompt, protocol: ProtocolVersion) -> str:
    return f"/p/entries/new/{prompt.pk}/"


def test_every_kind_of_item_is_drawn_and_kept(
    own_phone: Client, page: str, protocol: ProtocolVersion, study: Study
) -> None:
    form = own_phone.get(page)
    for kind in ("touchpoint", "emotion", "single", "scale", "number", "photo", "voice", "place"):
        assert f'name="item-{kind}' in form.text, kind
    touchpoint = protocol.document["touchpoints"][2]["id"]
    brand = protocol.document["brands"][1]["id"]
    answer = own_phone.post(
        page,
        fresh(
            **{
                "item-touchpoint": touchpoint,
                "item-emotion": "-1",
                "item-emotion-named": ["annoyed"],
                "item-text": "They came.\r\nLate.",
                "item-single": "yes",
                "item-multiple": ["no"],
                "item-scale": "6",
                "item-number": "12,5",
                "item-datetime": "2026-05-12T18:42",
                "item-brand": brand,
                "item-photo": [picture(), picture("b.jpg", "olive")],
                "item-voice": sound(),
                "item-place-latitude": "31.23456",
                "item-place-longitude": "121.47891",
            }
        ),
    )
    entry = Entry.objects.get()
    assert answer["Location"] == f"/p/entries/{entry.pk}/receipt/"
    assert entry.latest is not None and entry.latest.answers == {
        "touchpoint": {"id": touchpoint},
        "emotion": {"valence": -1, "named": ["annoyed"]},
        "text": "They came.\nLate.",
        "single": "yes",
        "multiple": ["no"],
        "scale": 6,
        "number": 12.5,
        "datetime": "2026-05-12T18:42:00",
        "brand": brand,
        "place": {"latitude": 31.23, "longitude": 121.48},
    }
    assert (entry.valence, str(entry.touchpoint_id), str(entry.brand_id)) == (-1, touchpoint, brand)
    assert entry.protocol_version == protocol
    kinds = list(entry.attachments.values_list("kind", "item_key"))
    assert kinds == [("photo", "photo"), ("photo", "photo"), ("recording", "voice")]
    for attachment in entry.attachments.all():
        assert storage.sha256_of(storage.path_of(attachment.storage_key)) == attachment.sha256
    assert own_phone.get(answer["Location"]).status_code == 200


def test_a_double_tap_is_one_entry_with_each_file_once(own_phone: Client, page: str) -> None:
    form_id = str(uuid4())
    for _ in range(2):
        fields = fresh(**{"form_id": form_id, "item-photo": picture()})
        assert own_phone.post(page, fields).status_code == 302
    entry = Entry.objects.get()
    assert entry.attachments.count() == 1
    assert entry.study.uploads.count() == 1


def test_a_mistake_keeps_words_and_files_in_the_form(own_phone: Client, page: str) -> None:
    fields = fresh(
        **{
            "item-text": "",
            "item-number": "very long",
            "item-touchpoint": "elsewhere",
            "item-touchpoint-named": "门口的冰柜",
            "item-photo": picture(),
        }
    )
    answer = own_phone.post(page, fields)
    assert answer.status_code == 422
    assert "2 things are in the way" in answer.text
    assert 'value="very long"' in answer.text and "门口的冰柜" in answer.text
    assert 'href="#item-text"' in answer.text
    form = answer.context["form"]
    assert str(form.form_id) == fields["form_id"]
    [upload] = form.uploads["photo"]
    again = {
        **{name: value for name, value in fields.items() if name != "item-photo"},
        "item-photo-upload": str(upload.client_id),
        "item-text": "Now with words.",
        "item-number": "3",
    }
    assert own_phone.post(page, again).status_code == 302
    entry = Entry.objects.get()
    assert entry.touchpoint_named == "门口的冰柜"
    assert entry.attachments.get().upload == upload


def test_a_file_that_arrived_can_be_taken_off_again(own_phone: Client, page: str) -> None:
    fields = fresh(**{"item-text": "", "item-photo": picture()})
    [upload] = own_phone.post(page, fields).context["form"].uploads["photo"]
    again = fresh(
        **{"item-photo-upload": str(upload.client_id), "item-photo-remove": str(upload.client_id)}
    )
    own_phone.post(page, again)
    assert not Entry.objects.get().attachments.exists()


@pytest.mark.parametrize(
    ("field", "file", "words"),
    [
        ("item-photo", SimpleUploadedFile("a.pdf", b"%PDF", "application/pdf"), "cannot be added"),
        ("item-photo", sound(), "cannot be added"),
        ("item-photo", SimpleUploadedFile("a.jpg", b"", "image/jpeg"), "The file is empty"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_and_the_rest_stays(
    own_phone: Client, page: str, field: str, file: SimpleUploadedFile, words: str
) -> None:
    answer = own_phone.post(page, fresh(**{field: [file, picture()]}))
    assert answer.status_code == 422
    assert words in answer.text and "屏幕变红了" in answer.text
    assert len(answer.context["form"].uploads["photo"]) == 1
    assert not Entry.objects.exists()


def test_an_oversized_photo_is_refused_with_the_limit(
    own_phone: Client, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fieldstudy.uploads.limits.LARGEST_PHOTO", 100)
    answer = own_phone.post(page, fresh(**{"item-photo": picture()}))
    assert answer.status_code == 422
    assert "too large" in answer.text


def test_a_full_disk_keeps_the_words(
    own_phone: Client, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(size: int) -> None:
        raise storage.DiskFull

    monkeypatch.setattr("fieldstudy.core.growing.check_room", full)
    answer = own_phone.post(page, fresh(**{"item-photo": picture()}))
    assert answer.status_code == 507
    assert "disk is full" in answer.text and "屏幕变红了" in answer.text


def test_other_words_under_a_sent_form_become_a_second_entry_on_purpose(
    own_phone: Client, page: str
) -> None:
    fields = fresh()
    own_phone.post(page, fields)
    answer = own_phone.post(page, {**fields, "item-text": "Other words."})
    assert answer.status_code == 409
    assert "Other words." in answer.text
    form_id = answer.context["form"].form_id
    assert str(form_id) != fields["form_id"]
    own_phone.post(page, {**fields, "item-text": "Other words.", "form_id": str(form_id)})
    assert Entry.objects.count() == 2


def test_earlier_needs_a_time_and_takes_the_phones_zone(own_phone: Client, page: str) -> None:
    assert own_phone.post(page, fresh(when="earlier")).status_code == 422
    fields = fresh(when="earlier", happened_at="2026-05-12T18:42", time_zone="Asia/Shanghai")
    own_phone.post(page, fields)
    entry = Entry.objects.get()
    assert entry.happened_at.isoformat() == "2026-05-12T10:42:00+00:00"
    assert entry.time_zone == "Asia/Shanghai"
    assert entry.recall_lag_s > 0


def test_without_a_scope_its_items_are_not_asked(study: Study, page: str, phone: Any) -> None:
    person = factories.make_participation(study, "P09")
    factories.make_consent(person, ["photos"])
    own = phone(person)
    form = own.get(page).text
    assert 'name="item-photo"' in form
    for name in ("item-voice", "item-video", "item-place-latitude"):
        assert f'name="{name}"' not in form
    assert "your consent does not include them" in form
    answer = own.post(page, fresh(**{"item-voice": sound()}))
    assert answer.status_code == 422 and not Entry.objects.exists()


def test_the_form_that_was_open_counts_not_the_version_published_since(
    own_phone: Client, page: str, protocol: ProtocolVersion, lan: Any
) -> None:
    newer = {**protocol.document, "prompts": []}
    factories.make_protocol(protocol.study, lan, newer)
    assert own_phone.get(page).status_code == 404
    assert own_phone.post(page, fresh(version=str(protocol.pk))).status_code == 302
    assert Entry.objects.get().protocol_version == protocol


def test_what_just_happened_needs_no_prompt(own_phone: Client, study: Study) -> None:
    scenario = factories.make_scenario(study)
    answer = own_phone.post(
        "/p/entries/new/",
        {"form_id": str(uuid4()), "item-words": "Rain.", "scenario": str(scenario.pk)},
    )
    assert answer.status_code == 302
    entry = Entry.objects.get()
    assert (entry.text, entry.scenario, entry.prompt) == ("Rain.", scenario, None)


def test_an_empty_form_says_so(own_phone: Client, study: Study) -> None:
    answer = own_phone.post("/p/entries/new/", {"form_id": str(uuid4())})
    assert answer.status_code == 422 and "nothing in this entry yet" in answer.text


@pytest.mark.parametrize("code", ["closed", "left", "no-consent"])
def test_who_may_not_log_any_more_reads_why_beside_their_words(
    own_phone: Client, page: str, study: Study, p01: Participation, code: str
) -> None:
    if code == "closed":
        study.closed_at = clock.now()
        study.save()
    elif code == "left":
        withdraw(p01, kind="stop")
    else:
        factories.make_consent_document(study)
    answer = own_phone.post(page, fresh())
    assert answer.status_code == 403
    assert "屏幕变红了" in answer.text
    assert ('href="/p/consent/"' in answer.text) == (code == "no-consent")
    assert not Entry.objects.exists()


def test_very_many_entries_are_slowed_down_and_lose_nothing(
    own_phone: Client, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "fieldstudy.web.participant.writing.ENTRIES_OF_PARTICIPATION", limits.Limit("few", 1, 60)
    )
    assert own_phone.post(page, fresh()).status_code == 302
    answer = own_phone.post(page, fresh())
    assert answer.status_code == 429 and "屏幕变红了" in answer.text


def test_somebody_elses_upload_cannot_be_taken(
    own_phone: Client, page: str, p02: Participation, phone: Any
) -> None:
    other = phone(p02)
    fields = fresh(**{"item-text": "", "item-photo": picture()})
    [upload] = other.post(page, fields).context["form"].uploads["photo"]
    own_phone.post(page, fresh(**{"item-photo-upload": str(upload.client_id)}))
    assert not Entry.objects.get().attachments.exists()


class TestAmendment:
    @pytest.fixture
    def entry(self, own_phone: Client, page: str) -> Entry:
        own_phone.post(page, fresh(**{"item-emotion": "2", "item-photo": picture()}))
        entry: Entry = Entry.objects.get()
        return entry

    def url(self, entry: Entry) -> str:
        return f"/p/entries/{entry.pk}/amendment/"

    def test_the_form_holds_what_stands(self, own_phone: Client, entry: Entry) -> None:
        form = own_phone.get(self.url(entry))
        assert "屏幕变红了" in form.text and "Take off photo 1" in form.text
        assert form.context["form"].base_number == 1

    def test_a_change_is_a_revision(self, own_phone: Client, entry: Entry) -> None:
        photo = entry.attachments.get()
        fields = fresh(
            base="1", **{"item-text": "Calmer now.", "item-photo-remove": str(photo.client_id)}
        )
        for _ in range(2):
            assert own_phone.post(self.url(entry), fields).status_code == 302
        entry.refresh_from_db()
        assert [each.text for each in entry.revisions.all()] == ["屏幕变红了。", "Calmer now."]
        assert not entry.attachments.present().exists()

    def test_changed_elsewhere_meanwhile_both_stay(self, own_phone: Client, entry: Entry) -> None:
        own_phone.post(self.url(entry), fresh(base="1", **{"item-text": "second"}))
        answer = own_phone.post(self.url(entry), fresh(base="1", **{"item-text": "third"}))
        assert answer.status_code == 409 and "third" in answer.text
        form = answer.context["form"]
        assert form.base_number == 2
        own_phone.post(
            self.url(entry),
            fresh(base="2", form_id=str(form.form_id), **{"item-text": "third"}),
        )
        assert list(entry.revisions.values_list("text", flat=True))[1:] == ["second", "third"]

    def test_a_required_photo_that_is_there_counts(
        self, own_phone: Client, entry: Entry, protocol: ProtocolVersion
    ) -> None:
        for item in protocol.document["prompts"][0]["items"]:
            if item["kind"] == "photo":
                item["is_required"] = True
        protocol.save()
        answer = own_phone.post(self.url(entry), fresh(base="1", **{"item-number": "x"}))
        assert list(answer.context["form"].problems) == ["number"]

    def test_somebody_elses_entry_does_not_exist(
        self, entry: Entry, p02: Participation, phone: Any
    ) -> None:
        other = phone(p02)
        for page in ("", "receipt/", "amendment/", "retraction/"):
            assert other.get(f"/p/entries/{entry.pk}/{page}").status_code == 404

    def test_taking_back_and_no_change_after_it(
        self, own_phone: Client, entry: Entry, study: Study
    ) -> None:
        assert "Take this entry back?" in own_phone.get(f"/p/entries/{entry.pk}/retraction/").text
        own_phone.post(f"/p/entries/{entry.pk}/retraction/")
        assert not study.entries.real().exists()
        assert own_phone.get(self.url(entry)).status_code == 404
        assert "You took this entry back" in own_phone.get(f"/p/entries/{entry.pk}/").text

    def test_scope_taken_back_still_lets_words_change(
        self, own_phone: Client, entry: Entry, p01: Participation
    ) -> None:
        document = p01.consent_acts.get().document
        give_consent(p01, document=document, scopes=[], language="en")
        fields = fresh(base="1", **{"item-text": "Calmer now."})
        assert own_phone.post(self.url(entry), fields).status_code == 302
        assert entry.attachments.present().count() == 1


def test_form_ids_are_made_for_each_page(own_phone: Client, page: str) -> None:
    ids = {own_phone.get(page).context["form"].form_id for _ in range(2)}
    assert len(ids) == 2 and all(isinstance(each, UUID) for each in ids)
