"""Fields that our rows have and DRF does not know."""

from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from fieldstudy.core.localized import LocalizedField, LocalizedText


@extend_schema_field(
    {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}}
)
class LocalizedTextField(serializers.Field[LocalizedText, Any, dict[str, str], Any]):
    """``{"zh": …, "en": …}``; one of them may be empty."""

    def to_representation(self, value: LocalizedText) -> dict[str, str]:
        """Value → JSON."""
        return value.as_json()

    def to_internal_value(self, data: Any) -> LocalizedText:
        """JSON → value.

        Raises:
            ValidationError: for another shape.
        """
        try:
            return LocalizedText.parse(data)
        except ValidationError as problem:
            raise serializers.ValidationError(problem.messages) from problem


class RowSerializer(serializers.ModelSerializer[Any]):
    """A model's row; localized columns come as objects with both languages."""

    def build_standard_field(self, field_name: str, model_field: Any) -> tuple[Any, dict[str, Any]]:
        """Our own columns by our own fields, the rest as DRF does."""
        if isinstance(model_field, LocalizedField):
            return LocalizedTextField, {}
        return super().build_standard_field(field_name, model_field)
