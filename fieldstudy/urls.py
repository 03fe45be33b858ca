"""The whole map of addresses: one line for each part."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("fieldstudy.web.shared.urls")),
    path("", include("fieldstudy.web.researcher.urls")),
    path("", include("fieldstudy.web.operations.urls")),
    path("api/v1/", include("fieldstudy.api.urls")),
    path("p/", include("fieldstudy.web.participant.urls")),
]

handler400 = "fieldstudy.web.shared.errors.bad_request"
handler403 = "fieldstudy.web.shared.errors.forbidden"
handler404 = "fieldstudy.web.shared.errors.not_found"
handler500 = "fieldstudy.web.shared.errors.server_error"
