"""Exports as files, and the record of what happened."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from fieldstudy.api.base import Item, Listing, Resource, Rows
from fieldstudy.api.fields import RowSerializer
from fieldstudy.events.models import Event
from fieldstudy.exports.actions import note_download, request_export
from fieldstudy.exports.models import Export
from fieldstudy.jobs.models import Job
from fieldstudy.web.shared.export_file import check_is_there, serve_export


class ExportSerializer(RowSerializer):
    """An export, where its job stands, and the address of its file once there is one."""

    job = serializers.SerializerMethodField()
    file = serializers.SerializerMethodField()

    class Meta:
        model = Export
        fields = [
            "id", "client_id", "format", "filters", "reason", "created_at", "finished_at",
            "expires_at", "deleted_at", "size", "sha256", "contents", "job", "file",
        ]  # fmt: skip

    def get_job(self, export: Export) -> dict[str, Any] | None:
        """State, reason and progress of the job that builds it."""
        job = Job.objects.filter(name="build_export", subject_id=export.pk).order_by("-pk").first()
        if job is None:
            return None
        return {
            "state": job.state,
            "reason": job.reason,
            "done": job.progress_done,
            "total": job.progress_total,
        }

    def get_file(self, export: Export) -> str | None:
        """Where to fetch the file."""
        if not export.storage_key:
            return None
        view = self.context["view"]
        return reverse(
            "api:export-file",
            kwargs={"slug": view.study.slug, "key": export.pk},
            request=self.context.get("request"),
        )


class NewExportSerializer(serializers.Serializer[Any]):
    """An export to make; ``id`` is the client's UUID."""

    id = serializers.UUIDField()
    format = serializers.ChoiceField(choices=Export.Format.choices)
    filters = serializers.DictField(required=False, default=dict)
    reason = serializers.CharField(required=False, default="", max_length=300, allow_blank=True)


class Exports(Listing):
    """Exports, oldest first."""

    actions = {"GET": "export.read", "POST": "export.create"}
    relation, serializer = "exports", ExportSerializer

    @extend_schema(request=NewExportSerializer, responses={202: ExportSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Ask for one: 202, and its job's progress at the answered address."""
        fields = self.read(NewExportSerializer)
        export = request_export(
            self.study,
            by=self.member.person,
            client_id=fields["id"],
            into=fields["format"],
            filters=fields["filters"],
            reason=fields["reason"],
        )
        body = ExportSerializer(export, context={"view": self, "request": request}).data
        there = reverse("api:export", kwargs={"slug": slug, "key": export.pk}, request=request)
        return Response(body, status=202, headers={"Location": there})


class ExportItem(Item):
    """One export."""

    actions = {"GET": "export.read"}
    relation, serializer = "exports", ExportSerializer


class ExportFile(Resource):
    """The file of an export, by parts if asked."""

    actions = {"GET": "export.read"}

    def get(self, request: Request, slug: str, key: UUID) -> HttpResponseBase:
        """The bytes.

        Raises:
            Http404: while it is not built, and once it is deleted.
        """
        export: Export = self.find(self.study.exports.all(), key)
        check_is_there(export)
        note_download(export, by=self.member.person)
        return serve_export(request._request, export)


class EventSerializer(RowSerializer):
    """One thing that happened: ids and words of choice, never content."""

    class Meta:
        model = Event
        fields = [
            "id", "at", "verb", "actor_kind", "actor_id", "subject_kind", "subject_id", "data",
        ]  # fmt: skip


class Events(Listing):
    """The record of what happened, oldest first. Filter: verb."""

    actions = {"GET": "event.read"}
    serializer = EventSerializer

    def rows(self) -> Rows:
        """This study's events."""
        rows: Rows = Event.objects.filter(study_id=self.study.pk)
        if verb := self.request.query_params.get("verb"):
            rows = rows.filter(verb=verb)
        return rows
