"""Inviting participants and members, and what is kept about them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fieldstudy.core.localized import CHINESE, ENGLISH
from fieldstudy.participants.lists import Row, read_list
from fieldstudy.participants.models import Participation
from fieldstudy.studies.models import Role, Segment, Study

LANGUAGES = [("", _("They choose on the phone")), (CHINESE, _("Chinese")), (ENGLISH, _("English"))]


class InviteForm(forms.Form):
    """A pasted list; a single person is a list of one."""

    batch = forms.UUIDField(widget=forms.HiddenInput)
    people = forms.CharField(
        label=_("People, one a line"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=100_000,
        error_messages={"required": _("Paste or type at least one line.")},
    )

    def __init__(self, *args: Any, study: Study, may_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.study, self.may_name = study, may_name
        self.rows: list[Row] = []
        self.fields["people"].help_text = (
            _("A label such as P07; then, if you like, name, phone, e-mail, segment.")
            if may_name
            else _("A label such as P07; then, if you like, a segment.")
        )

    def clean_people(self) -> str:
        """Every line is understood, and holds nothing that this member may not keep."""
        pasted: str = self.cleaned_data["people"]
        segments = list(self.study.segments.current().in_order())
        self.rows, problems = read_list(pasted, segments)
        if not self.may_name and any(row.identity for row in self.rows):
            line = next(row.line for row in self.rows if row.identity)
            raise ValidationError(
                _(
                    "Line %(line)s holds a name, phone or e-mail. Only the owner or the operator "
                    "may keep those; leave them out, or ask one of them to invite."
                ),
                params={"line": line},
            )
        if problems:
            raise ValidationError(
                [
                    ValidationError(
                        _("Line %(line)s: %(problem)s") if each.line else "%(problem)s",
                        params={"line": each.line, "problem": each.words},
                    )
                    for each in problems[:20]
                ]
            )
        if not self.rows:
            raise ValidationError(_("Paste or type at least one line."))
        return pasted


class ParticipantForm(forms.Form):
    """What staff keep about a participant under the label."""

    label = forms.CharField(label=_("Label"), max_length=20)
    kind = forms.ChoiceField(label=_("Kind"), choices=Participation.Kind.choices)
    customer_status = forms.ChoiceField(
        label=_("Customer status"),
        required=False,
        choices=[("", _("Not known")), *Participation.CustomerStatus.choices],
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=LANGUAGES)
    segments = forms.ModelMultipleChoiceField(
        Segment._base_manager.none(),
        label=_("Segments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        segments: Any = self.fields["segments"]
        segments.queryset = study.segments.current().in_order()


class IdentityForm(forms.Form):
    """Who a participant is."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("How to reach them; never what they said."),
    )


class MemberForm(forms.Form):
    """Somebody to work on the study."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.CODER)
