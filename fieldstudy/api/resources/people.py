"""Participants: listed under their labels, invited with a link and a code that are shown once."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from fieldstudy.api.base import Listing, Rows
from fieldstudy.api.fields import RowSerializer
from fieldstudy.participants.actions import invite_participant
from fieldstudy.participants.models import Participation


class ParticipantSerializer(RowSerializer):
    """A participant as staff know them; who it really is never leaves by the API."""

    segments: Any = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    has_left = serializers.SerializerMethodField()

    class Meta:
        model = Participation
        fields = [
            "id", "client_id", "label", "kind", "customer_status", "language", "segments",
            "is_rehearsal", "created_at", "joined_at", "last_seen_at", "revoked_at", "has_left",
        ]  # fmt: skip

    def get_has_left(self, participation: Participation) -> bool:
        """Whether they left the study."""
        return hasattr(participation, "withdrawal")


class NewParticipantSerializer(serializers.Serializer[Any]):
    """Somebody to invite; ``id`` is the client's UUID, an empty label takes the next free one."""

    id = serializers.UUIDField()
    label = serializers.CharField(  # type: ignore[assignment]  # DRF has an attribute of that name
        required=False, default="", allow_blank=True, max_length=20
    )
    kind = serializers.ChoiceField(choices=Participation.Kind.choices, required=False)
    customer_status = serializers.ChoiceField(
        choices=Participation.CustomerStatus.choices, required=False, allow_blank=True
    )
    language = serializers.CharField(required=False, max_length=10)
    segments = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)


class Participants(Listing):
    """Participants. The join link and code are in the answer to the first POST alone."""

    actions = {"GET": "participant.read", "POST": "participant.manage"}
    relation, serializer = "participations", ParticipantSerializer

    def rows(self) -> Rows:
        """With segments and leaving, in a constant number of queries."""
        rows: Rows = self.study.participations.select_related("withdrawal").prefetch_related(
            "segments"
        )
        return rows

    @extend_schema(request=NewParticipantSerializer, responses={201: ParticipantSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Invite one; the same ``id`` again answers the same participant, without the secrets."""
        fields = self.read(NewParticipantSerializer)
        client_id = fields.pop("id")
        known = self.rows().filter(client_id=client_id).first()
        if known is not None:
            return Response(ParticipantSerializer(known).data)
        segments = [self.find(self.study.segments.all(), key) for key in fields.pop("segments", [])]
        invitation = invite_participant(
            self.study, by=self.member.person, segments=segments, client_id=client_id, **fields
        )
        link = f"{settings.FIELDSTUDY_BASE_URL}/p/join/#{invitation.secret}"
        body = ParticipantSerializer(invitation.participation).data
        return Response({**body, "join_link": link, "join_code": invitation.code}, status=201)
