"""The addresses of coding; they belong to the desk's own name space."""

from django.urls import URLPattern

from fieldstudy.access.routes import study_path
from fieldstudy.web.researcher.coding import codebook, codings, desk, memos, queue, transcripts

urlpatterns: list[URLPattern] = [
    study_path("coding/", queue.queue, "coding"),
    study_path("coding/counts/", codings.counts, "coding_counts"),
    study_path("coding/codings/<uuid:coding>/", codings.coding, "coding_item"),
    study_path("coding/memos/<uuid:memo>/", memos.memo, "coding_memo"),
    study_path("coding/<uuid:entry>/", desk.desk, "coding_entry"),
    study_path("coding/<uuid:entry>/codings/", codings.codings, "coding_codings"),
    study_path("coding/<uuid:entry>/memo/", memos.entry_memo, "coding_entry_memo"),
    study_path("coding/<uuid:entry>/done/", codings.done, "coding_done"),
    study_path(
        "coding/<uuid:entry>/transcripts/<uuid:attachment>/", transcripts.transcript, "transcript"
    ),
    study_path(
        "coding/<uuid:entry>/transcripts/<uuid:attachment>/acceptance/",
        transcripts.acceptance,
        "transcript_acceptance",
    ),
    study_path("codebook/", codebook.codebook, "codebook"),
    study_path("codebook/starter/", codebook.starter, "codebook_starter"),
    study_path("codebook/touchpoints/", codebook.touchpoints, "codebook_touchpoints"),
    study_path("codebook/new/", codebook.new, "code_new"),
    study_path("codebook/<uuid:code>/", codebook.code, "code"),
    study_path("codebook/<uuid:code>/place/", codebook.place, "code_place"),
    study_path("codebook/<uuid:code>/archive/", codebook.archive, "code_archive"),
]
