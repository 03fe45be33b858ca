"""The addresses of the participant's phone, all under ``/p/``."""

from django.urls import URLPattern

from fieldstudy.access.routes import participant_path
from fieldstudy.web.participant import uploads
from fieldstudy.web.shared.media import own_media

app_name = "participant"
urlpatterns: list[URLPattern] = [
    participant_path("media/<uuid:attachment_id>/<slug:kind>/", own_media, "media"),
    participant_path("api/uploads/", uploads.uploads, "uploads"),
    participant_path("api/uploads/<uuid:client_id>/", uploads.upload, "upload"),
]
