"""What every resource of the API shares: who asks, in which study, and what their role allows."""

from contextlib import ExitStack
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from rest_framework import exceptions, serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from fieldstudy.access.actions import allowed_to, may
from fieldstudy.api.authentication import TokenAuthentication
from fieldstudy.core.scope import study_scope
from fieldstudy.studies.models import Membership, Study

Rows = models.QuerySet[Any]


class ByKey(CursorPagination):
    """Pages by primary key: steady while rows are added. ``?page_size`` up to 500."""

    ordering = "id"
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500


class Resource(APIView):
    """One address of the API. ``actions`` maps each method to a line of the table of actions."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = ()
    actions: ClassVar[dict[str, str]]

    member: Membership
    study: Study

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer inside the study's scope."""
        with ExitStack() as self.scope:
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Sign in, find the study through a membership, ask the table.

        Raises:
            NotAuthenticated: 401 without a session or a token.
            Http404: for a study that is not this person's, as for one that does not exist.
            PermissionDenied: 403 when the role of a member does not include the method's action.
        """
        super().initial(request, *args, **kwargs)
        if not request.user.is_authenticated:
            raise exceptions.NotAuthenticated
        if "slug" not in kwargs:
            return
        member = (
            Membership.objects.select_related("study", "person")
            .filter(study__slug=kwargs["slug"], person=request.user)
            .first()
        )
        if member is None:
            raise Http404
        member.__dict__["allowed_actions"] = allowed_to(member.role)
        self.member, self.study = member, member.study
        self.scope.enter_context(study_scope(self.study))
        method = "GET" if request.method in {"HEAD", "OPTIONS"} else request.method or "GET"
        if method in self.actions and not may(member, self.actions[method]):
            raise exceptions.PermissionDenied

    def find(self, rows: Rows, key: UUID) -> Any:
        """One row among those of this study.

        Raises:
            Http404: when it is not one of them.
        """
        try:
            return rows.get(pk=key)
        except rows.model.DoesNotExist as missing:
            raise Http404 from missing

    def page(self, rows: Rows, serializer: type[serializers.BaseSerializer[Any]]) -> Response:
        """One page of a list, with the addresses of the next and the previous."""
        pager = ByKey()
        found = pager.paginate_queryset(rows, self.request, view=self) or []
        return pager.get_paginated_response(
            serializer(found, many=True, context={"view": self, "request": self.request}).data
        )

    def read(self, serializer: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        """What was sent, checked for shape.

        Raises:
            ValidationError: naming each field that is wrong.
        """
        parsed = serializer(data=self.request.data, context={"view": self})
        parsed.is_valid(raise_exception=True)
        return cast("dict[str, Any]", parsed.validated_data)


class Listing(Resource):
    """A list of one of the study's relations, read-only."""

    relation: ClassVar[str]
    serializer: ClassVar[type[serializers.BaseSerializer[Any]]]

    def rows(self) -> Rows:
        """The rows of this study."""
        return cast("Rows", getattr(self.study, self.relation).all())

    def get(self, request: Request, slug: str) -> Response:
        """The list, a page at a time."""
        return self.page(self.rows(), self.serializer)


class Item(Listing):
    """One row of a study's relation."""

    def get(self, request: Request, slug: str, key: UUID) -> Response:  # type: ignore[override]
        """The row."""
        found = self.find(self.rows(), key)
        return Response(self.serializer(found, context={"view": self, "request": request}).data)
