"""Who works on a study: by invitation, in a role, until removed."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.people.actions import create_person
from fieldstudy.people.models import Person
from fieldstudy.people.one_time import one_time_path
from fieldstudy.studies.actions import add_member, change_role, remove_member
from fieldstudy.web.researcher.setup.forms.people import MemberForm
from fieldstudy.web.researcher.setup.forms.refusals import show_refusal


@action("member.manage")
@never_cache
def members(request: StaffRequest) -> HttpResponseBase:
    """Everybody who works on the study, and one more by e-mail."""
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = _invite(request, form)
        except ValidationError as refused:
            show_refusal(form, refused)
        else:
            if not person.has_usable_password():
                return _link_shown(request, person)
            words = _("%(name)s works on this study now.") % {"name": person}
            messages.success(request, words)
            return redirect("researcher:members", slug=request.study.slug)
    return _page(request, form=form)


@transaction.atomic
def _invite(request: StaffRequest, form: MemberForm) -> Person:
    """The account of this e-mail, made if need be, as a member."""
    email, role = form.cleaned_data["email"].strip().lower(), form.cleaned_data["role"]
    person: Person | None = Person.objects.filter(email=email).first()
    if person is None:
        name = form.cleaned_data["name"]
        if not name:
            raise ValidationError({"name": _("Nobody here has that e-mail. Give a name as well.")})
        person = create_person(email, name=name, by=request.user, language=get_language() or "en")
    add_member(request.study, person=person, role=role, by=request.user)
    return person


@action("member.manage")
@require_POST
def member_role(request: StaffRequest, member_id: UUID) -> HttpResponseBase:
    """Give a member another role."""
    membership = get_object_or_404(request.study.memberships, pk=member_id)
    try:
        change_role(membership, role=request.POST.get("role", ""), by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return _back(request)


@action("member.manage")
@require_POST
def member_removal(request: StaffRequest, member_id: UUID) -> HttpResponseBase:
    """Take a member off the study."""
    membership = get_object_or_404(request.study.memberships, pk=member_id)
    try:
        remove_member(membership, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return _back(request)


@action("member.manage")
@never_cache
@require_POST
def member_link(request: StaffRequest, member_id: UUID) -> HttpResponseBase:
    """Another one-time link for somebody who never signed in.

    Never for an account in use: that would let an owner into what is not theirs.
    """
    membership = get_object_or_404(request.study.memberships.select_related("person"), pk=member_id)
    if membership.person.has_usable_password():
        raise Http404
    return _link_shown(request, membership.person)


def _link_shown(request: StaffRequest, person: Person) -> HttpResponseBase:
    link = settings.FIELDSTUDY_BASE_URL + one_time_path(person)
    return _page(request, form=MemberForm(), invited=person, link=link)


def _back(request: StaffRequest) -> HttpResponseBase:
    """To the members; to one's studies when one is no longer among those who manage them."""
    if request.study.memberships.filter(person=request.user, role="owner").exists():
        return redirect("researcher:members", slug=request.study.slug)
    return redirect("researcher:studies")


def _page(request: StaffRequest, *, form: MemberForm, **context: object) -> HttpResponseBase:
    rows = request.study.memberships.select_related("person").order_by("created_at", "pk")
    status = 422 if form.errors else 200
    return render(
        request,
        "researcher/setup/members.html",
        {"form": form, "rows": rows, "roles": MemberForm.base_fields["role"].choices, **context},  # type: ignore[attr-defined]
        status=status,
    )
