"""The addresses of the desk; each page's module is named like its page."""

from django.urls import URLPattern

from fieldstudy.access.routes import staff_path, study_path
from fieldstudy.web.researcher import fieldwork, studies
from fieldstudy.web.researcher.coding.urls import urlpatterns as coding_urls
from fieldstudy.web.researcher.log.urls import urlpatterns as log_urls
from fieldstudy.web.researcher.setup.urls import urlpatterns as setup_urls
from fieldstudy.web.researcher.story_map.urls import urlpatterns as story_map_urls

app_name = "researcher"
urlpatterns: list[URLPattern] = [
    staff_path("", studies.studies, "studies"),
    *setup_urls,  # before the study: /studies/new/ is no study's address
    study_path("", studies.study, "study"),
    study_path("fieldwork/", fieldwork.fieldwork, "fieldwork"),
    study_path(
        "fieldwork/jobs/<uuid:job_id>/retry/", fieldwork.fieldwork_job_retry, "fieldwork_job_retry"
    ),
    *coding_urls,
    *story_map_urls,
    *log_urls,
]
