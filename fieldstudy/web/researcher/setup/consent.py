"""The consent text in both languages, version by version."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.designs.starters import starting_consent
from fieldstudy.participants.actions import edit_consent
from fieldstudy.web.researcher.setup.forms.consent import ConsentForm
from fieldstudy.web.researcher.setup.forms.refusals import show_refusal


@action("study.design")
def consent(request: StaffRequest) -> HttpResponseBase:
    """Write the next version; what was published stands below, unchanged."""
    documents = list(request.study.consent_documents.order_by("-number"))
    newest = documents[0] if documents else None
    values = starting_consent()
    if newest is not None:
        values = {"title": newest.title, "body": newest.body, "scopes": newest.scopes}
    form = ConsentForm(request.POST or None, values=values)
    if request.method == "POST" and form.is_valid():
        try:
            edit_consent(request.study, by=request.user, **form.document())
        except ValidationError as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Saved as a draft. It counts once you publish."))
            return redirect("researcher:consent", slug=request.study.slug)
    context = {
        "form": form,
        "newest": newest,
        "published": [each for each in documents if each.published_at is not None],
    }
    status = 422 if form.errors else 200
    return render(request, "researcher/setup/consent.html", context, status=status)
