"""One form for each kind of part: brand, scenario, stage, touchpoint, segment, wave."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fieldstudy.core.localized import LocalizedFormField
from fieldstudy.studies.models import Brand, Scenario, Stage, Study, Touchpoint


class PartForm(forms.Form):
    """What every part has."""

    name = LocalizedFormField(label=_("Name"), required=True)

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.study = study


class BrandForm(PartForm):
    """A brand, and whose it is."""

    role = forms.ChoiceField(
        label=_("Whose brand"), choices=Brand.Role.choices, widget=forms.RadioSelect, initial="own"
    )


class ScenarioForm(PartForm):
    """A customer scenario with all its fields."""

    role = LocalizedFormField(
        label=_("Who the customer is"),
        long=True,
        help_text=_("Their part in this: a parent shopping for four, somebody new in town."),
    )
    environment = LocalizedFormField(label=_("Environment"), long=True)
    time = LocalizedFormField(label=_("Time"))
    mood = LocalizedFormField(label=_("Mood"))
    needs = LocalizedFormField(label=_("Needs and goals"), long=True)
    process = LocalizedFormField(
        label=_("Interaction process"),
        long=True,
        help_text=_("What they do with the service, in order."),
    )
    result = LocalizedFormField(label=_("Result and experience"), long=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=Scenario.Kind.choices)
    customer_role = forms.ChoiceField(
        label=_("Customer role"), choices=Scenario.CustomerRole.choices
    )
    lifecycle = forms.ChoiceField(
        label=_("Life cycle"), choices=Scenario.Lifecycle.choices, initial="maturity"
    )


class StageForm(PartForm):
    """A stage of the journey."""


class TouchpointForm(PartForm):
    """A contact of customer and service."""

    stage = forms.ModelChoiceField(Stage._base_manager.none(), label=_("Stage"), empty_label=None)
    channel = forms.ChoiceField(label=_("Channel"), choices=Touchpoint.Channel.choices)
    is_moment_of_truth = forms.BooleanField(
        label=_("Moment of truth"),
        required=False,
        help_text=_("Here people make up their minds about the brand."),
    )
    needs = LocalizedFormField(label=_("Needs"), long=True)
    expectations = LocalizedFormField(label=_("Expectations"), long=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages: Any = self.fields["stage"]
        stages.queryset = self.study.stages.current().in_order()


class SegmentForm(PartForm):
    """A group of participants."""

    description = LocalizedFormField(label=_("Description"), long=True)


class WaveForm(PartForm):
    """One round of fieldwork."""

    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
