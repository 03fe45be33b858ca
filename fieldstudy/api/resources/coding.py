"""The codebook, coded pieces, and who put what on them."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from fieldstudy.api.base import Item, Listing, Rows
from fieldstudy.api.fields import LocalizedTextField, RowSerializer
from fieldstudy.coding.actions.codebook import create_code
from fieldstudy.coding.actions.codings import put_code, remove_coding
from fieldstudy.coding.actions.memos import write_memo
from fieldstudy.coding.anchors import parse_anchor
from fieldstudy.coding.models import Code, Coding, Excerpt, Memo, Placement

PLACEMENT = [
    "revision", "transcript_version", "state", "start", "end", "quote", "prefix", "suffix", "left",
    "top", "width", "height", "start_ms", "end_ms",
]  # fmt: skip


class CodeSerializer(RowSerializer):
    """A code of the codebook."""

    class Meta:
        model = Code
        fields = [
            "id", "client_id", "parent", "kind", "name", "definition", "include", "exclude",
            "example", "colour", "key", "valence", "reaction", "touchpoint", "position",
            "archived_at", "merged_into",
        ]  # fmt: skip


class NewCodeSerializer(serializers.Serializer[Any]):
    """A code to add; ``id`` is the client's UUID."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Code.Kind.choices)
    name = LocalizedTextField()
    definition = LocalizedTextField(required=False)
    include = LocalizedTextField(required=False)
    exclude = LocalizedTextField(required=False)
    example = LocalizedTextField(required=False)
    colour = serializers.CharField(required=False, max_length=9)
    key = serializers.CharField(required=False, max_length=1)
    valence = serializers.IntegerField(required=False, min_value=-2, max_value=2)
    reaction = serializers.CharField(required=False)
    parent = serializers.UUIDField(  # type: ignore[assignment]  # DRF has an attribute of that name
        required=False, allow_null=True
    )


class Codes(Listing):
    """The codebook."""

    actions = {"GET": "code.read", "POST": "code.manage"}
    relation, serializer = "codes", CodeSerializer

    @extend_schema(request=NewCodeSerializer, responses={201: CodeSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Add a code; the same ``id`` again gives the same code."""
        fields = self.read(NewCodeSerializer)
        client_id, parent_key = fields.pop("id"), fields.pop("parent", None)
        parent = self.find(self.study.codes.all(), parent_key) if parent_key else None
        known = self.study.codes.filter(client_id=client_id).exists()
        code = create_code(
            self.study,
            kind=fields.pop("kind"),
            by=self.member.person,
            parent=parent,
            client_id=client_id,
            **fields,
        )
        return Response(CodeSerializer(code).data, status=200 if known else 201)


class PlacementSerializer(RowSerializer):
    """Where an excerpt lies in one content version."""

    class Meta:
        model = Placement
        fields = PLACEMENT


class ExcerptSerializer(RowSerializer):
    """A coded piece with its placements."""

    placements = PlacementSerializer(many=True, read_only=True)

    class Meta:
        model = Excerpt
        fields = ["id", "client_id", "entry", "attachment", "medium", "created_at", "placements"]


class Excerpts(Listing):
    """Coded pieces."""

    actions = {"GET": "coding.read"}
    relation, serializer = "excerpts", ExcerptSerializer

    def rows(self) -> Rows:
        """With their placements."""
        rows: Rows = self.study.excerpts.prefetch_related("placements")
        return rows


class CodingSerializer(RowSerializer):
    """A code on an excerpt."""

    coder = serializers.SerializerMethodField()

    class Meta:
        model = Coding
        fields = [
            "id", "client_id", "excerpt", "entry", "code", "coder", "touchpoint", "strength",
            "valence", "created_at",
        ]  # fmt: skip

    def get_coder(self, coding: Coding) -> str:
        """The coder's name."""
        return str(coding.coder)


class NewCodingSerializer(serializers.Serializer[Any]):
    """A coding to add; ``id`` and ``excerpt`` are the client's UUIDs, ``anchor`` says where."""

    id = serializers.UUIDField()
    excerpt = serializers.UUIDField()
    entry = serializers.UUIDField()
    code = serializers.UUIDField()
    anchor = serializers.DictField()
    strength = serializers.IntegerField(required=False, min_value=1, max_value=3)


class Codings(Listing):
    """Codings that stand. Filters: entry, code."""

    actions = {"GET": "coding.read", "POST": "coding.create"}
    relation, serializer = "codings", CodingSerializer

    def rows(self) -> Rows:
        """With their coders' names."""
        rows: Rows = self.study.codings.live().select_related("coder")
        for name in ("entry", "code"):
            if key := self.request.query_params.get(name):
                rows = rows.filter(**{f"{name}__pk": key})
        return rows

    @extend_schema(request=NewCodingSerializer, responses={201: CodingSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Put a code on a piece of an entry."""
        fields = self.read(NewCodingSerializer)
        put = put_code(
            self.find(self.study.entries.real(), fields["entry"]),
            code=self.find(self.study.codes.all(), fields["code"]),
            anchor=parse_anchor(fields["anchor"]),
            by=self.member.person,
            coding_id=fields["id"],
            excerpt_id=fields["excerpt"],
            strength=fields.get("strength"),
        )
        return Response(CodingSerializer(put.coding).data, status=201 if put.is_new else 200)


class CodingItem(Item):
    """One coding."""

    actions = {"GET": "coding.read", "DELETE": "coding.create"}
    relation, serializer = "codings", CodingSerializer

    def delete(self, request: Request, slug: str, key: UUID) -> Response:
        """Take it off again; only its own coder may."""
        remove_coding(self.find(self.study.codings.all(), key), by=self.member.person)
        return Response(status=204)


class MemoSerializer(RowSerializer):
    """A memo."""

    author = serializers.SerializerMethodField()

    class Meta:
        model = Memo
        fields = [
            "id", "client_id", "author", "subject_kind", "subject_id", "parent", "text",
            "created_at", "updated_at",
        ]  # fmt: skip

    def get_author(self, memo: Memo) -> str:
        """Who wrote it."""
        return str(memo.author)


class NewMemoSerializer(serializers.Serializer[Any]):
    """A memo to write on an entry, a coding or a code."""

    id = serializers.UUIDField()
    subject_kind = serializers.ChoiceField(choices=["entry", "coding", "code"])
    subject_id = serializers.UUIDField()
    text = serializers.CharField()


class Memos(Listing):
    """Memos."""

    actions = {"GET": "coding.read", "POST": "memo.write"}
    relation, serializer = "memos", MemoSerializer

    def rows(self) -> Rows:
        """With their authors' names."""
        rows: Rows = self.study.memos.select_related("author")
        return rows

    @extend_schema(request=NewMemoSerializer, responses={201: MemoSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Write a memo, or one's own anew."""
        fields = self.read(NewMemoSerializer)
        relations = {
            "entry": self.study.entries,
            "coding": self.study.codings,
            "code": self.study.codes,
        }
        subject = self.find(relations[fields["subject_kind"]].all(), fields["subject_id"])
        known = self.study.memos.filter(client_id=fields["id"]).exists()
        memo = write_memo(
            subject, text=fields["text"], by=self.member.person, client_id=fields["id"]
        )
        return Response(MemoSerializer(memo).data, status=200 if known else 201)
