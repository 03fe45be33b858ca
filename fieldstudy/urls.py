"""The whole map of addresses: one line for each part."""

from django.urls import URLPattern, URLResolver, include, path

from fieldstudy.access.routes import staff_path
from fieldstudy.web.shared.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    staff_path("healthz", healthz, name="healthz"),
    staff_path("readyz", readyz, name="readyz"),
    path("accounts/", include("allauth.account.urls")),
]
