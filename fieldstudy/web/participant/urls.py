"""The addresses of the participant's phone, all under ``/p/``."""

from functools import partial

from django.urls import URLPattern

from fieldstudy.access.routes import participant_path
from fieldstudy.web.participant import (
    consent,
    entries,
    joining,
    leaving,
    sessions,
    settings,
    today,
    uploads,
    writing,
)
from fieldstudy.web.participant.api import bundle, consents
from fieldstudy.web.participant.api import entries as api_entries
from fieldstudy.web.participant.api import sessions as api_sessions
from fieldstudy.web.shared.media import own_media

app_name = "participant"
_page = partial(participant_path, otherwise=sessions.not_joined)
_api = partial(participant_path, otherwise=api_sessions.not_joined)
urlpatterns: list[URLPattern] = [
    _page("", today.today, "today"),
    _page("join/", joining.join, "join"),
    _page("consent/", consent.consent, "consent"),
    _page("entries/", entries.entries, "entries"),
    _page("entries/new/", writing.new_entry, "new_entry"),
    _page("entries/new/<uuid:prompt_id>/", writing.new_entry, "new_answer"),
    _page("entries/<uuid:entry_id>/", entries.entry, "entry"),
    _page("entries/<uuid:entry_id>/receipt/", entries.receipt, "receipt"),
    _page("entries/<uuid:entry_id>/amendment/", writing.amendment, "amendment"),
    _page("entries/<uuid:entry_id>/retraction/", entries.retraction, "retraction"),
    _page("settings/", settings.settings, "settings"),
    _page("phones/<uuid:device_id>/revocation/", settings.phone_revocation, "phone_revocation"),
    _page("withdrawal/", leaving.withdrawal, "withdrawal"),
    _page("left/", leaving.left, "left"),
    participant_path("media/<uuid:attachment_id>/<slug:kind>/", own_media, "media"),
    _api("api/join/", api_sessions.join, "api_join"),
    _api("api/bundle/", bundle.bundle, "api_bundle"),
    _api("api/consents/", consents.consents, "api_consents"),
    _api("api/uploads/", uploads.uploads, "uploads"),
    _api("api/uploads/<uuid:client_id>/", uploads.upload, "upload"),
    _api("api/entries/", api_entries.entries, "api_entries"),
    _api("api/entries/<uuid:client_id>/", api_entries.entry, "api_entry"),
    _api("api/withdrawal/", api_sessions.withdrawal, "api_withdrawal"),
]
