"""Where operators go."""

from fieldstudy.access.routes import study_path
from fieldstudy.web.operations import erasures, exports

app_name = "operations"
urlpatterns = [
    study_path("exports/", exports.exports, "exports"),
    study_path("exports/new/", exports.export_new, "export_new"),
    study_path("exports/<uuid:export_id>/file/", exports.export_file, "export_file"),
    study_path("exports/<uuid:export_id>/retry/", exports.export_retry, "export_retry"),
    study_path("erasures/", erasures.erasures, "erasures"),
    study_path("erasures/<uuid:erasure_id>/", erasures.erasure_receipt, "erasure_receipt"),
    study_path(
        "participants/<uuid:participation_id>/erasure/", erasures.erasure_new, "erasure_new"
    ),
]
