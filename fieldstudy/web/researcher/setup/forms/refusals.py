"""Shows what an action refused beside the field that it is about."""

from django import forms
from django.core.exceptions import ValidationError


def show_refusal(form: forms.Form, refused: ValidationError) -> None:
    """Add every problem to the field that bears the name of its place, or to the form as a whole.

    ``settings.low`` belongs to the field ``low``, ``options[2].key`` to ``options``.
    """
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for place, problems in refused.error_dict.items():
        names = place.replace("[", ".").split(".")
        field = next((name for name in reversed(names) if name in form.fields), None)
        for problem in problems:
            form.add_error(field, problem)
