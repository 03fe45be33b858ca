"""What was logged and what was said."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from rest_framework import serializers

from fieldstudy.api.base import Item, Listing, Rows
from fieldstudy.api.fields import RowSerializer
from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.transcription.models import Transcript, TranscriptVersion, Utterance


class AttachmentSerializer(RowSerializer):
    """A file of an entry; its bytes are served to signed-in people alone, under the desk's address."""

    class Meta:
        model = Attachment
        fields = [
            "id", "kind", "item_key", "state", "reason", "size", "sha256", "content_type", "width",
            "height", "duration_ms",
        ]  # fmt: skip


class EntrySerializer(RowSerializer):
    """An entry with the words and answers of its latest revision."""

    participant = serializers.SerializerMethodField()
    author = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    revision = serializers.SerializerMethodField()
    answers = serializers.SerializerMethodField()
    attachments = AttachmentSerializer(many=True, read_only=True)

    class Meta:
        model = Entry
        fields = [
            "id", "client_id", "source", "participant", "author", "prompt", "scenario", "visit",
            "brand", "touchpoint", "touchpoint_named", "valence", "arousal", "emotions", "place",
            "happened_at", "written_at", "received_at", "time_zone", "recall_lag_s", "language",
            "revision", "text", "answers", "attachments",
        ]  # fmt: skip

    def get_participant(self, entry: Entry) -> str | None:
        """The participant's label."""
        return entry.participation.label if entry.participation else None

    def get_author(self, entry: Entry) -> str | None:
        """The name of the field observer."""
        return str(entry.author) if entry.author else None

    def get_text(self, entry: Entry) -> str:
        """The words of the latest revision."""
        return entry.text

    def get_revision(self, entry: Entry) -> int | None:
        """The number of the latest revision."""
        return entry.latest.number if entry.latest else None

    def get_answers(self, entry: Entry) -> dict[str, Any]:
        """Item key → answer."""
        return dict(entry.latest.answers) if entry.latest else {}


class Entries(Listing):
    """Entries that count. Filters: participant, source, scenario, brand, touchpoint, since, until."""

    actions = {"GET": "entry.read"}
    relation, serializer = "entries", EntrySerializer

    def rows(self) -> Rows:
        """The entries, with everything a row shows in a constant number of queries."""
        present = Prefetch("attachments", Attachment.objects.present())
        rows: Rows = self.study.entries.real().with_words().prefetch_related(present)
        asked = self.request.query_params
        if label := asked.get("participant"):
            rows = rows.filter(participation__label=label)
        if source := asked.get("source"):
            rows = rows.filter(source=source)
        for name in ("scenario", "brand", "touchpoint"):
            if key := asked.get(name):
                rows = rows.filter(**{f"{name}_id": _key(name, key)})
        for name, lookup in (("since", "gte"), ("until", "lte")):
            if day := asked.get(name):
                rows = rows.filter(**{f"happened_at__date__{lookup}": _day(name, day)})
        return rows


class EntryItem(Item):
    """One entry."""

    actions = {"GET": "entry.read"}
    relation, serializer = "entries", EntrySerializer

    def rows(self) -> Rows:
        """What was taken back is gone."""
        present = Prefetch("attachments", Attachment.objects.present())
        rows: Rows = self.study.entries.real().with_words().prefetch_related(present)
        return rows


class UtteranceSerializer(RowSerializer):
    """A timed piece: code points of the version's text, ms of the sound."""

    class Meta:
        model = Utterance
        fields = ["start", "end", "start_ms", "end_ms", "text", "speaker", "confidence", "words"]


class VersionSerializer(RowSerializer):
    """One wording of a transcript."""

    utterances = UtteranceSerializer(many=True, read_only=True)

    class Meta:
        model = TranscriptVersion
        fields = [
            "id", "number", "origin", "language", "engine", "confidence", "flags", "accepted_at",
            "created_at", "text", "utterances",
        ]  # fmt: skip


class TranscriptSerializer(RowSerializer):
    """A transcript with its latest version."""

    entry = serializers.UUIDField(source="attachment.entry_id", read_only=True)
    latest = VersionSerializer(read_only=True)

    class Meta:
        model = Transcript
        fields = ["id", "attachment", "entry", "latest"]


class Transcripts(Listing):
    """Transcripts with their latest versions."""

    actions = {"GET": "transcript.read"}
    relation, serializer = "transcripts", TranscriptSerializer

    def rows(self) -> Rows:
        """Of recordings that are still there, in entries that count."""
        rows: Rows = (
            self.study.transcripts.filter(
                attachment__removed_at=None,
                attachment__entry__is_rehearsal=False,
                attachment__entry__retraction=None,
            )
            .select_related("attachment", "latest")
            .prefetch_related("latest__utterances")
        )
        return rows


class TranscriptItem(Item, Transcripts):
    """One transcript."""


def _key(name: str, value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as problem:
        raise ValidationError({name: _("This is no key.")}) from problem


def _day(name: str, value: str) -> Any:
    try:
        day = parse_date(value)
    except ValueError:
        day = None
    if day is None:
        raise ValidationError({name: _("Write a day as 2026-05-12.")})
    return day
