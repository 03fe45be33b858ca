"""Answering the consent text, for the phone's own code."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.access.routes import action
from fieldstudy.core.localized import LANGUAGES, reading_language
from fieldstudy.participants.consent import OtherVersion, give_consent
from fieldstudy.web.participant.api.bodies import Body, Wrong, speaks_json
from fieldstudy.web.participant.api.shapes import act_shape
from fieldstudy.web.shared.problems import problem


@action("participant")
@require_POST
@speaks_json
def consents(request: ParticipantRequest, body: Body) -> HttpResponse:
    """``{"id", "document", "scopes": […], "language"}``: 201 for a new answer, 200 for the same again."""
    client_id = body.uuid("id")
    document = request.study.consent_documents.filter(pk=body.uuid("document")).first()
    if document is None:
        raise Wrong("document", _("The study has no such consent text."))
    language = body.text("language", reading_language())
    if language not in LANGUAGES:
        raise Wrong("language", _("This is zh-Hans or en."))
    is_known = request.participation.consent_acts.filter(client_id=client_id).exists()
    try:
        act = give_consent(
            request.participation,
            document=document,
            scopes=body.texts("scopes"),
            language=language,
            client_id=client_id,
        )
    except OtherVersion:
        return problem(
            409,
            "other-version",
            _("The text was changed just now. Read it once more."),
            field="document",
        )
    return JsonResponse(act_shape(act), status=200 if is_known else 201)
