"""The addresses of the map."""

from django.urls import URLPattern

from fieldstudy.access.routes import study_path
from fieldstudy.web.researcher.story_map import evidence, views

urlpatterns: list[URLPattern] = [
    study_path("story-map/", views.story_map, "story_map"),
    study_path("story-map/file.svg", views.story_map_file, "story_map_file"),
    study_path("evidence/", evidence.show_evidence, "evidence"),
]
