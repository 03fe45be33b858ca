"""What an export holds: its tables, their columns in both languages, and where each row comes from."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from fieldstudy.coding.models import Coding
from fieldstudy.core.localized import LocalizedText
from fieldstudy.diary.querysets import EntryQuerySet
from fieldstudy.exports.filters import Consent, Filters, chosen_entries, consent_of
from fieldstudy.exports.pseudonyms import pseudonyms_of
from fieldstudy.participants.models import Scope
from fieldstudy.studies.models import Study
from fieldstudy.transcription.models import TranscriptVersion

Value = str | int | float | bool | None
Row = tuple[Value, ...]
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, what it means in both languages, and its unit or form."""

    key: str
    zh: str
    en: str
    form: str = "text"


@dataclass(frozen=True, slots=True)
class Source:
    """What the rows of one export are drawn from."""

    study: Study
    filters: Filters
    consent: Consent
    entries: EntryQuerySet
    name: Callable[[UUID], str]

    def words_allowed(self, participation: UUID | None) -> bool:
        """Words go to the client only with the quotes scope; the team always reads them."""
        return not self.filters.for_client or self.consent.allows(participation, Scope.QUOTES)


def source_of(study: Study, filters: Filters) -> Source:
    """Gather consent once; nothing is read yet."""
    consent = consent_of(study)
    return Source(
        study=study,
        filters=filters,
        consent=consent,
        entries=chosen_entries(study, filters, consent),
        name=pseudonyms_of(study.pk),
    )


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an export: columns, how many rows, and the rows one by one."""

    key: str
    columns: tuple[Column, ...]
    count: Callable[[Source], int]
    rows: Callable[[Source], Iterator[Row]]


ENTRY_COLUMNS = (
    Column("entry", "条目编号（本研究内）", "entry, named within this study"),
    Column("participant", "参与者编号（本研究内）", "participant, named within this study"),
    Column("source", "来源", "source", "diary | observation | interview | workshop | import"),
    Column("happened_at", "发生时间", "when it happened", "ISO 8601, UTC"),
    Column(
        "written_at", "记录时间（手机时钟）", "when it was written, by the phone", "ISO 8601, UTC"
    ),
    Column("received_at", "收到时间", "when it arrived", "ISO 8601, UTC"),
    Column("time_zone", "时区", "zone the times were meant in", "IANA name"),
    Column("recall_lag_s", "回忆间隔", "from happening to writing", "seconds"),
    Column("scenario", "场景", "scenario"),
    Column("touchpoint", "接触点", "touchpoint"),
    Column("touchpoint_named", "参与者自己的说法", "touchpoint in the participant's words"),
    Column("brand", "品牌", "brand"),
    Column("valence", "效价（本人）", "own rating", "−2 … +2"),
    Column("arousal", "唤醒度（本人）", "own arousal", "0 … 2"),
    Column("emotions", "情绪（本人）", "named emotions", "JSON list"),
    Column("protocol_version", "方案版本", "protocol version"),
    Column("revision", "修订", "revision of the words"),
    Column("text", "文字", "words"),
    Column("answers", "各题回答", "answers by item", "JSON object"),
    Column("place", "大致位置", "coarse place", "JSON object"),
    Column("photos", "照片数", "photos", "count"),
    Column("recordings", "录音和视频数", "recordings and videos", "count"),
)

_ENTRY_FIELDS = (
    "pk", "participation_id", "source", "happened_at", "written_at", "received_at", "time_zone",
    "scenario__name", "touchpoint__name", "touchpoint_named", "brand__name", "valence", "arousal",
    "emotions", "protocol_version__number", "latest__number", "latest__text", "latest__answers",
    "place",
)  # fmt: skip


def _title(name: LocalizedText | None) -> str:
    return str(name) if name else ""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def _entry_rows(source: Source) -> Iterator[Row]:
    files = _files_per_entry(source)
    rows = source.entries.in_order().values_list(*_ENTRY_FIELDS)
    for row in rows.iterator(chunk_size=CHUNK):
        (key, person, origin, happened, written, received, zone, scenario, touchpoint, named, brand,
         valence, arousal, emotions, protocol, revision, text, answers, place) = row  # fmt: skip
        words = source.words_allowed(person)
        photos, recordings = files.get(key, (0, 0))
        yield (
            source.name(key),
            source.name(person) if person else "",
            origin,
            happened.isoformat(),
            written.isoformat(),
            received.isoformat(),
            zone,
            max(0, int((written - happened).total_seconds())),
            _title(scenario),
            _title(touchpoint),
            named if words else "",
            _title(brand),
            valence,
            arousal,
            _json(emotions),
            protocol,
            revision,
            (text or "") if words else "",
            _json(_allowed_answers(source, person, answers)) if words else "",
            _json(place) if source.consent.allows(person, Scope.PLACE) else "",
            photos,
            recordings,
        )


def _allowed_answers(source: Source, person: UUID | None, answers: Any) -> Any:
    """Answers hold places too: without that scope they stay behind."""
    if not isinstance(answers, dict) or source.consent.allows(person, Scope.PLACE):
        return answers
    return {
        key: value
        for key, value in answers.items()
        if not (isinstance(value, dict) and "latitude" in value)
    }


def _files_per_entry(source: Source) -> dict[UUID, tuple[int, int]]:
    """Entry → photos, recordings; one query over the study, two small numbers an entry."""
    counts: dict[UUID, tuple[int, int]] = {}
    kinds = source.study.attachments.present().values_list("entry_id", "kind")
    for entry, kind in kinds.iterator(chunk_size=CHUNK):
        photos, recordings = counts.get(entry, (0, 0))
        counts[entry] = (photos + 1, recordings) if kind == "photo" else (photos, recordings + 1)
    return counts


TRANSCRIPT_COLUMNS = (
    Column("entry", "条目编号（本研究内）", "entry, named within this study"),
    Column("participant", "参与者编号（本研究内）", "participant, named within this study"),
    Column("recording", "录音编号（本研究内）", "recording, named within this study"),
    Column("version", "版本", "version"),
    Column("origin", "来源", "by machine or human", "machine | human"),
    Column("engine", "引擎", "engine and model"),
    Column("language", "语言", "language", "ISO 639-1"),
    Column("confidence", "置信度", "mean confidence", "0 … 1"),
    Column("accepted", "已确认", "accepted by a person"),
    Column("duration_ms", "时长", "length of the sound", "ms"),
    Column("text", "文字", "words"),
    Column("utterances", "语句", "timed pieces", "JSON list of [start_ms, end_ms, speaker, text]"),
)


def _transcript_versions(source: Source) -> QuerySet[TranscriptVersion]:
    allowed = source.consent.people_with(Scope.VOICE)
    if source.filters.for_client:
        allowed &= source.consent.people_with(Scope.QUOTES)
    entries = source.entries
    spoken = entries.filter(participation=None) | entries.filter(participation__in=allowed)
    return TranscriptVersion.objects.filter(
        study=source.study,
        transcript__latest=F("pk"),
        transcript__attachment__removed_at=None,
        transcript__attachment__entry__in=spoken,
    )


def _transcript_rows(source: Source) -> Iterator[Row]:
    versions = (
        _transcript_versions(source)
        .select_related("transcript__attachment__entry")
        .prefetch_related("utterances")
        .order_by("transcript__attachment__entry__happened_at", "pk")
    )
    for version in versions.iterator(chunk_size=200):
        recording = version.transcript.attachment
        person = recording.entry.participation_id
        timed = [[u.start_ms, u.end_ms, u.speaker, u.text] for u in version.utterances.all()]
        yield (
            source.name(recording.entry_id),
            source.name(person) if person else "",
            source.name(recording.pk),
            version.number,
            version.origin,
            version.engine,
            version.language,
            version.confidence,
            version.accepted_at is not None,
            recording.duration_ms,
            version.text,
            _json(timed),
        )


CODING_COLUMNS = (
    Column("coding", "标注编号（本研究内）", "coding, named within this study"),
    Column("entry", "条目编号（本研究内）", "entry, named within this study"),
    Column("participant", "参与者编号（本研究内）", "participant, named within this study"),
    Column("coder", "编码员编号（本研究内）", "coder, named within this study"),
    Column("code_kind", "编码类型", "kind of code"),
    Column("code", "编码", "code"),
    Column("code_en", "编码（英文）", "code in English"),
    Column("touchpoint", "所属接触点", "touchpoint in force"),
    Column("strength", "强度", "strength of a reaction", "1 … 3"),
    Column("valence", "效价（编码员）", "valence as the coder reads it", "−2 … +2"),
    Column("medium", "材料", "medium", "text | transcript | region | sound | entry"),
    Column("version", "内容版本", "version of the words it points into"),
    Column("start", "起点", "first code point", "code points, half-open"),
    Column("end", "终点", "end", "code points, half-open"),
    Column("left", "左", "left edge", "1/10 000 of the upright picture"),
    Column("top", "上", "top edge", "1/10 000 of the upright picture"),
    Column("width", "宽", "width", "1/10 000 of the upright picture"),
    Column("height", "高", "height", "1/10 000 of the upright picture"),
    Column("start_ms", "开始", "start in the sound", "ms"),
    Column("end_ms", "结束", "end in the sound", "ms"),
    Column("quote", "原话", "quote"),
    Column("created_at", "标注时间", "when it was coded", "ISO 8601, UTC"),
)

_CODING_FIELDS = (
    "pk", "entry_id", "entry__participation_id", "coder_id", "code__kind", "code__name",
    "touchpoint__name", "strength", "valence", "excerpt__medium",
    "excerpt__placements__revision__number", "excerpt__placements__transcript_version__number",
    "excerpt__placements__start", "excerpt__placements__end", "excerpt__placements__left",
    "excerpt__placements__top", "excerpt__placements__width", "excerpt__placements__height",
    "excerpt__placements__start_ms", "excerpt__placements__end_ms", "excerpt__placements__quote",
    "created_at",
)  # fmt: skip


def _codings(source: Source) -> QuerySet[Coding]:
    codings: QuerySet[Coding] = Coding.objects.live().filter(
        study=source.study, entry__in=source.entries
    )
    return codings


def _coding_rows(source: Source) -> Iterator[Row]:
    """One row for each coding: the newest placement of its excerpt says where it lies."""
    rows = _codings(source).order_by("entry_id", "pk", "-excerpt__placements__pk")
    last: UUID | None = None
    for row in rows.values_list(*_CODING_FIELDS).iterator(chunk_size=CHUNK):
        (key, entry, person, coder, kind, code, touchpoint, strength, valence, medium, revision,
         transcript, start, end, left, top, width, height, start_ms, end_ms, quote,
         created) = row  # fmt: skip
        if key == last:
            continue
        last = key
        voice = medium in {"transcript", "sound"}
        words = source.words_allowed(person) and (
            not voice or source.consent.allows(person, Scope.VOICE)
        )
        yield (
            source.name(key),
            source.name(entry),
            source.name(person) if person else "",
            source.name(coder),
            kind,
            code.zh or code.en,
            code.en,
            _title(touchpoint),
            strength,
            valence,
            medium,
            revision if revision is not None else transcript,
            start,
            end,
            left,
            top,
            width,
            height,
            start_ms,
            end_ms,
            (quote or "") if words else "",
            created.isoformat(),
        )


TABLES = (
    Table("entries", ENTRY_COLUMNS, lambda source: source.entries.count(), _entry_rows),
    Table(
        "transcripts",
        TRANSCRIPT_COLUMNS,
        lambda source: _transcript_versions(source).count(),
        _transcript_rows,
    ),
    Table("codings", CODING_COLUMNS, lambda source: _codings(source).count(), _coding_rows),
)
