"""The first page after sign-in: the studies one works on."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from fieldstudy.access.requests import PersonRequest, StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.web.shared.navigation import study_pages


@action("staff")
def studies(request: PersonRequest) -> HttpResponse:
    """Every study one is a member of, the newest first."""
    memberships = request.user.memberships.select_related("study").order_by("-study__created_at")
    return render(request, "researcher/studies.html", {"memberships": memberships})


@action("study.read")
def study(request: StaffRequest) -> HttpResponse:
    """Into a study: to the first page that this member's role opens."""
    pages = study_pages(request)
    if not pages:
        raise Http404
    return redirect(pages[0].url)
