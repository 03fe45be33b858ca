"""The people in a study: their list, inviting, new codes, what is kept of one, ending access."""

from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.designs.actions import rehearse
from fieldstudy.participants.actions import (
    Invitation,
    change_participation,
    invite_participants,
    note_identity_read,
    reissue,
    revoke,
    write_identity,
)
from fieldstudy.web.researcher.setup.cards import cards_of, is_local
from fieldstudy.web.researcher.setup.forms.people import IdentityForm, InviteForm, ParticipantForm
from fieldstudy.web.researcher.setup.forms.refusals import show_refusal
from fieldstudy.web.researcher.setup.overview import crowd_of

A_PAGE = 100
AT_ONCE = 100


@action("participant.read")
@require_safe
def participants(request: StaffRequest) -> HttpResponse:
    """Everybody invited, rehearsal apart; the queries do not grow with their number."""
    people = request.study.participations.select_related("withdrawal").prefetch_related("segments")
    page = Paginator(people.real().order_by("label"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "crowd": crowd_of(request.study),
        "rehearsing": people.rehearsing().order_by("label"),
        "is_published": request.study.protocol_versions.published().exists(),
    }
    return render(request, "researcher/setup/participants.html", context)


@action("participant.manage")
@never_cache
def invite(request: StaffRequest) -> HttpResponseBase:
    """Invite one person or a whole list; the answer holds links and codes, this once."""
    may_name = request.member.may("identity.manage")
    form = InviteForm(
        request.POST or None, study=request.study, may_name=may_name, initial={"batch": uuid4()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = invite_participants(
                request.study, form.rows, by=request.user, batch=form.cleaned_data["batch"]
            )
        except ValidationError as refused:
            form.add_error("people", refused)
        else:
            return _sheet(request, made)
    status = 422 if form.errors else 200
    return render(request, "researcher/setup/invite.html", {"form": form}, status=status)


@action("participant.manage")
@never_cache
@require_POST
def new_codes(request: StaffRequest) -> HttpResponseBase:
    """New links and codes for those chosen; the old ones end. The answer holds them, this once."""
    chosen = _chosen(request.POST.getlist("participant"))
    people = request.study.participations.filter(pk__in=chosen).order_by("label")
    made: list[Invitation] = []
    for participation in people.select_related("withdrawal"):
        try:
            made.append(reissue(participation, by=request.user))
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
    if not made:
        messages.warning(request, _("Choose at least one person who can be invited."))
        return redirect("researcher:participants", slug=request.study.slug)
    return _sheet(request, made)


@action("study.design")
@never_cache
@require_POST
def rehearsal(request: StaffRequest) -> HttpResponseBase:
    """A participant for trying the draft on one's own phone; nothing it logs is ever counted."""
    try:
        made = rehearse(request.study, by=request.user)
    except ValidationError as refused:
        for words in refused.messages:
            messages.error(request, words)
        return redirect("researcher:review", slug=request.study.slug)
    return _sheet(request, [made])


@action("participant.manage")
def participant(request: StaffRequest, participation_id: UUID) -> HttpResponseBase:
    """What staff keep about one participant."""
    person = get_object_or_404(
        request.study.participations.select_related("withdrawal"), pk=participation_id
    )
    names = ("label", "kind", "customer_status", "language")
    initial = {name: getattr(person, name) for name in names} | {"segments": person.segments.all()}
    form = ParticipantForm(request.POST or None, study=request.study, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_participation(person, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("researcher:participants", slug=request.study.slug)
    phones = person.device_sessions.filter(revoked_at=None).order_by("-last_seen_at")
    context = {"form": form, "person": person, "phones": phones}
    status = 422 if form.errors else 200
    return render(request, "researcher/setup/participant.html", context, status=status)


@action("participant.manage")
@require_POST
def revocation(request: StaffRequest, participation_id: UUID) -> HttpResponseBase:
    """End somebody's access: link, code and phones."""
    person = get_object_or_404(request.study.participations, pk=participation_id)
    revoke(person, by=request.user)
    words = _("%(label)s can log nothing more. What was logged stays.") % {"label": person.label}
    messages.success(request, words)
    return redirect("researcher:participants", slug=request.study.slug)


@action("identity.read")
@never_cache
def identity(request: StaffRequest, participation_id: UUID) -> HttpResponseBase:
    """Who a participant is; looking is written down, changing takes a right of its own."""
    person = get_object_or_404(request.study.participations, pk=participation_id)
    known = note_identity_read(person, by=request.user)
    initial = {name: getattr(known, name) for name in IdentityForm.base_fields} if known else {}
    form = IdentityForm(request.POST or None, initial=initial)
    if request.method == "POST" and request.member.may("identity.manage") and form.is_valid():
        write_identity(person, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("researcher:participants", slug=request.study.slug)
    context = {"form": form, "person": person}
    status = 422 if form.errors else 200
    return render(request, "researcher/setup/identity.html", context, status=status)


def _chosen(typed: list[str]) -> list[UUID]:
    found = []
    for each in typed[:AT_ONCE]:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found


def _sheet(request: StaffRequest, made: list[Invitation]) -> HttpResponse:
    words = ngettext("%(n)s person can join now.", "%(n)s people can join now.", len(made))
    context = {
        "cards": cards_of(made),
        "made": words % {"n": len(made)},
        "is_local": is_local(settings.FIELDSTUDY_BASE_URL),
    }
    return render(request, "researcher/setup/sheet.html", context)
