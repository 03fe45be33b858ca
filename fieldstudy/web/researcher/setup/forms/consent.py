"""The consent text, and a tick with a wording for each scope."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from fieldstudy.core.localized import LocalizedFormField
from fieldstudy.participants.models import Scope


class ConsentForm(forms.Form):
    """A version of the consent text under edit."""

    title = LocalizedFormField(label=_("Title"), required=True)
    body = LocalizedFormField(label=_("Text"), long=True, required=True)

    def __init__(self, data: QueryDict | None, *, values: dict[str, Any]) -> None:
        """``values`` are ``title``, ``body`` and ``scopes`` as stored."""
        asked = {scope["key"]: scope["wording"] for scope in values["scopes"]}
        initial: dict[str, Any] = {"title": values["title"], "body": values["body"]}
        for scope in Scope:
            initial[f"ask_{scope}"] = scope in asked
            initial[f"wording_{scope}"] = asked.get(scope)
        super().__init__(data, initial=initial)
        for scope in Scope:
            self.fields[f"ask_{scope}"] = forms.BooleanField(label=scope.label, required=False)
            self.fields[f"wording_{scope}"] = LocalizedFormField(
                label=format_lazy("{} · {}", scope.label, _("Wording")), long=True
            )
        for widget in self.fields["body"].widget.widgets:
            widget.attrs["rows"] = 14

    def scope_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The tick and the wording of each scope, for the template."""
        return [(self[f"ask_{scope}"], self[f"wording_{scope}"]) for scope in Scope]

    def clean(self) -> dict[str, Any]:
        """A scope that is asked for needs words of its own."""
        values: dict[str, Any] = super().clean() or {}
        for scope in Scope:
            if values.get(f"ask_{scope}") and not values.get(f"wording_{scope}"):
                self.add_error(f"wording_{scope}", _("Say what this allows."))
        return values

    def document(self) -> dict[str, Any]:
        """What ``edit_consent`` takes, once the form is valid."""
        data = self.cleaned_data
        scopes = [
            {"key": scope.value, "wording": data[f"wording_{scope}"].as_json()}
            for scope in Scope
            if data[f"ask_{scope}"]
        ]
        return {"title": data["title"], "body": data["body"], "scopes": scopes}
