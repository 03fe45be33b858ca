"""Controls that only set-up needs."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms


class WithSuggestions(forms.TextInput):
    """A line of text that the browser completes from a list."""

    template_name = "researcher/setup/_suggestions.html"

    def __init__(self, suggestions: Callable[[], Sequence[str]]) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The control with its list, which stands under an id of its own."""
        list_id = f"{(attrs or {}).get('id', name)}_list"
        context = super().get_context(name, value, {**(attrs or {}), "list": list_id})
        return {**context, "list_id": list_id, "suggestions": self.suggestions()}
