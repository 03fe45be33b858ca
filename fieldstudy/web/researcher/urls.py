"""The addresses of the desk; each page's module is named like its page."""

from django.urls import URLPattern

from fieldstudy.access.routes import staff_path, study_path
from fieldstudy.web.researcher import studies

app_name = "researcher"
urlpatterns: list[URLPattern] = [
    staff_path("", studies.studies, "studies"),
    study_path("", studies.study, "study"),
]
