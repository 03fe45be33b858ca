"""The addresses of what field observers log."""

from django.urls import URLPattern

from fieldstudy.access.routes import study_path
from fieldstudy.web.researcher.log import pages

urlpatterns: list[URLPattern] = [
    study_path("log/", pages.log, "log"),
    study_path("log/new/", pages.new_log_entry, "new_log_entry"),
    study_path("log/new/<uuid:prompt_id>/", pages.new_log_entry, "new_log_answer"),
    study_path("log/uploads/", pages.log_uploads, "log_uploads"),
    study_path("log/uploads/<uuid:client_id>/", pages.log_upload, "log_upload"),
]
