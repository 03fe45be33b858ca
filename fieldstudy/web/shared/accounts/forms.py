"""The forms of sign-in and of one's own account."""

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from allauth.account import forms as allauth_forms
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from fieldstudy.people.limits import RESET_FROM_ADDRESS, RESET_OF_ACCOUNT, TooMany, spend
from fieldstudy.people.models import ApiToken, Person
from fieldstudy.web.shared.accounts.adapter import AccountAdapter
from fieldstudy.web.shared.address import address_of
from fieldstudy.web.shared.languages import PAGE_LANGUAGES

if TYPE_CHECKING:
    PersonForm = forms.ModelForm[Person]
    ApiTokenForm = forms.ModelForm[ApiToken]
else:
    PersonForm = ApiTokenForm = forms.ModelForm


class SignInForm(allauth_forms.LoginForm):
    """E-mail and password; what is wrong stands at the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(
            label=_("E-mail"),
            widget=forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email"}),
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.order_fields(["login", "password"])

    def clean(self) -> dict[str, Any]:
        """Look whether both belong together, and say how many tries are left."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError as refused:
            self.add_error("password", self._in_our_words(refused))
            return dict(self.cleaned_data)
        return cleaned

    def _in_our_words(self, refused: ValidationError) -> ValidationError:
        if refused.code == "too-many":
            return refused
        tries = AccountAdapter(self.request).tries_left(self.request, self.cleaned_data["login"])
        wrong = ngettext(
            "That password and e-mail do not match. %(tries)d try left.",
            "That password and e-mail do not match. %(tries)d tries left.",
            tries,
        )
        return ValidationError(wrong % {"tries": tries})


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):
    """Where to send the one-time link; the answer is the same whether or not there is an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label=_("E-mail"),
            widget=forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email"}),
        )

    def clean_email(self) -> str:
        """Keep anybody from flooding a mailbox."""
        email: str = super().clean_email()
        try:
            spend(RESET_FROM_ADDRESS, address_of(context.request))
            spend(RESET_OF_ACCOUNT, email)
        except TooMany as refused:
            raise ValidationError(
                _("A link was sent a moment ago. Look into your mailbox, also among the spam.")
            ) from refused
        return email


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """The new password, twice, after a one-time link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new_password(self)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The old password, then the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Password until now")
        self.fields["oldpassword"].help_text = ""
        self.fields["oldpassword"].widget.attrs.pop("placeholder", None)
        _say_new_password(self)


def _say_new_password(form: forms.Form) -> None:
    """Our words for the two fields; they stay allauth's own, which look at the password's strength."""
    first, second = form.fields["password1"], form.fields["password2"]
    first.label, second.label = _("New password"), _("The same again")
    first.help_text = _(
        "At least 10 characters. Four unrelated words are easier to keep than signs."
    )
    for field in (first, second):
        field.widget.attrs.pop("placeholder", None)


class AboutMeForm(PersonForm):
    """Name, language and zone of one's own account."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[(language.code, language.name) for language in PAGE_LANGUAGES],
        widget=forms.RadioSelect,
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("For pages outside a study; inside one, the study's own zone counts."),
        choices=[(name, name) for name in sorted(available_timezones())],
    )

    class Meta:
        model = Person
        fields = ["name", "language", "time_zone"]


class TokenForm(ApiTokenForm):
    """What a new API token is for."""

    class Meta:
        model = ApiToken
        fields = ["name"]
