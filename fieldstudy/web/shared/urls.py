"""What several audiences share: health, preferences, sign-in, one's own account, media.

The names that begin with ``account_`` are those that allauth looks for.
"""

from django.urls import URLPattern, register_converter

from fieldstudy.access.routes import staff_path, study_path
from fieldstudy.web.shared import media, preferences
from fieldstudy.web.shared.accounts import views
from fieldstudy.web.shared.authority import authority
from fieldstudy.web.shared.health import healthz, readyz


class AccountKey:
    """An account's key in a one-time link: letters and digits, none of them a hyphen."""

    regex = "[0-9A-Za-z]+"

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands in the address."""
        return value


register_converter(AccountKey, "account_key")

urlpatterns: list[URLPattern] = [
    staff_path("healthz", healthz, "healthz"),
    staff_path("readyz", readyz, "readyz"),
    staff_path("authority.crt", authority, "authority"),
    staff_path("preferences/language/", preferences.choose_language, "choose_language"),
    staff_path("preferences/theme/", preferences.choose_theme, "choose_theme"),
    staff_path("accounts/login/", views.sign_in, "account_login"),
    staff_path("accounts/logout/", views.sign_out, "account_logout"),
    staff_path("accounts/closed/", views.closed_account, "account_inactive"),
    staff_path("accounts/password/reset/", views.forgotten_password, "account_reset_password"),
    staff_path("accounts/password/reset/done/", views.link_sent, "account_reset_password_done"),
    staff_path(
        "accounts/password/reset/key/done/",
        views.new_password_set,
        "account_reset_password_from_key_done",
    ),
    staff_path(
        "accounts/password/reset/key/<account_key:uidb36>-<str:key>/",
        views.new_password,
        "account_reset_password_from_key",
    ),
    staff_path("accounts/password/change/", views.change_password, "account_change_password"),
    study_path("media/<uuid:attachment_id>/original/", media.original, "original_media"),
    study_path("media/<uuid:attachment_id>/<slug:kind>/", media.study_media, "study_media"),
    staff_path("account/", views.account, "account"),
    staff_path("account/tokens/", views.new_token, "account_tokens"),
    staff_path(
        "account/tokens/<uuid:token_id>/revocation/", views.token_revocation, "token_revocation"
    ),
]
