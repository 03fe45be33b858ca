"""Getting in, and being kept out."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from fieldstudy.events.models import Event
from fieldstudy.people.models import ApiToken, Person
from fieldstudy.people.one_time import one_time_path
from tests import factories

SIGN_IN = "/accounts/login/"
NEW = "harbour-lamp-77"
KNOWN = django_settings.KNOWN_BROWSER_COOKIE_NAME


def sign_in(client: Client, password: str = factories.PASSWORD) -> HttpResponse:
    """Send the form as Lan."""
    return client.post(SIGN_IN, {"login": "Lan@example.org", "password": password})


@pytest.fixture
def stranger() -> Client:
    """A browser nobody has signed in from."""
    return Client(headers={"accept-language": "en"})


def test_the_right_password_opens_the_first_page(stranger: Client, lan: Person) -> None:
    answer = sign_in(stranger)
    assert answer.headers["Location"] == "/"
    assert stranger.get("/").status_code == 200
    assert Event.objects.get(verb="person.signed_in").subject_id == lan.pk


def test_somebody_who_came_for_a_page_gets_there(stranger: Client, lan: Person) -> None:
    asked = stranger.get("/account/").headers["Location"]
    assert asked == "/accounts/login/?next=/account/"
    form = {"login": "lan@example.org", "password": factories.PASSWORD, "next": "/account/"}
    assert stranger.post(asked, form).headers["Location"] == "/account/"


def test_her_language_comes_along(stranger: Client, lan: Person) -> None:
    lan.language = "zh-hans"
    lan.save()
    sign_in(stranger)
    assert 'lang="zh-Hans"' in stranger.get("/").content.decode()


def test_a_wrong_password_says_how_many_tries_are_left(stranger: Client, lan: Person) -> None:
    page = sign_in(stranger, "wrong").content.decode()
    assert "That password and e-mail do not match. 9 tries left." in page
    assert 'aria-invalid="true"' in page


def test_an_unknown_address_gets_the_same_answer(stranger: Client, lan: Person) -> None:
    form = {"login": "nobody@example.org", "password": "wrong"}
    known = sign_in(stranger, "wrong").content.decode()
    unknown = stranger.post(SIGN_IN, form).content.decode()
    assert _problem(known) == _problem(unknown)


def test_after_ten_wrong_passwords_strangers_must_wait(stranger: Client, lan: Person) -> None:
    for _ in range(10):
        sign_in(stranger, "wrong")
    answer = sign_in(Client(headers={"accept-language": "en"}))
    assert answer.status_code == 200
    assert "Too many tries. The next one is possible in 6 minutes." in answer.content.decode()


def test_guessing_does_not_lock_the_owner_out_of_a_known_browser(
    stranger: Client, lan: Person
) -> None:
    hers = Client()
    sign_in(hers)
    hers.post("/accounts/logout/")
    for _ in range(11):
        sign_in(stranger, "wrong")
    assert sign_in(stranger).status_code == 200
    assert sign_in(hers).headers["Location"] == "/"


def test_a_known_browser_has_no_more_than_its_own_tries(lan: Person) -> None:
    hers = Client(headers={"accept-language": "en"})
    sign_in(hers)
    hers.post("/accounts/logout/")
    for _ in range(10):
        sign_in(hers, "wrong")
    assert "Too many tries" in sign_in(hers).content.decode()


def test_a_browser_known_for_another_account_is_a_stranger(
    stranger: Client, lan: Person, kofi: Person
) -> None:
    his = Client()
    his.post(SIGN_IN, {"login": "kofi@example.org", "password": factories.PASSWORD})
    his.post("/accounts/logout/")
    for _ in range(10):
        sign_in(stranger, "wrong")
    assert his.cookies[KNOWN].value
    assert sign_in(his).status_code == 200


def test_success_gives_the_tries_back(stranger: Client, lan: Person) -> None:
    for _ in range(9):
        sign_in(stranger, "wrong")
    sign_in(stranger)
    stranger.post("/accounts/logout/")
    del stranger.cookies[KNOWN]
    assert "9 tries left" in sign_in(stranger, "wrong").content.decode()


def test_a_closed_account_opens_nothing(stranger: Client, lan: Person) -> None:
    lan.is_active = False
    lan.save()
    sign_in(stranger)
    assert stranger.get("/").status_code == 302


def test_a_link_cannot_sign_anybody_out(desk: Callable[[Person], Client], lan: Person) -> None:
    client = desk(lan)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.get("/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302


def test_nobody_signs_up(stranger: Client, db: None) -> None:
    assert stranger.get("/accounts/signup/").status_code == 404


def test_a_one_time_link_sets_a_password_and_signs_in(stranger: Client, db: None) -> None:
    ida = Person.objects.create_user("ida@example.org", name="Ida")
    path = one_time_path(ida)
    assert stranger.get(path).status_code == 302, "opening it uses nothing up"
    page = stranger.get(path, follow=True)
    action = page.context["action_url"]
    answer = stranger.post(action, {"password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert stranger.get("/").status_code == 200
    ida.refresh_from_db()
    assert ida.check_password(NEW)
    again = Client(headers={"accept-language": "en"}).get(path, follow=True)
    assert "This link no longer works" in again.content.decode()


def test_a_tampered_link_does_nothing(stranger: Client, lan: Person, kofi: Person) -> None:
    stolen = one_time_path(lan).replace(lan.pk.hex, kofi.pk.hex)
    assert "This link no longer works" in stranger.get(stolen, follow=True).content.decode()


def test_a_weak_password_is_refused_in_words(stranger: Client, lan: Person) -> None:
    page = stranger.get(one_time_path(lan), follow=True)
    answer = stranger.post(page.context["action_url"], {"password1": "short", "password2": "short"})
    assert "at least 10 characters" in answer.content.decode()
    lan.refresh_from_db()
    assert lan.check_password(factories.PASSWORD)


def test_without_a_mail_server_the_page_says_who_can_help(stranger: Client, lan: Person) -> None:
    page = stranger.get("/accounts/password/reset/").content.decode()
    assert "Ask the owner of your study for a one-time link" in page
    stranger.post("/accounts/password/reset/", {"email": "lan@example.org"})
    assert mail.outbox == []


def test_with_one_the_link_comes_by_mail(stranger: Client, lan: Person, settings: object) -> None:
    settings.HAS_MAIL_SERVER = True  # type: ignore[attr-defined]
    stranger.post("/accounts/password/reset/", {"email": "lan@example.org"})
    (letter,) = mail.outbox
    assert letter.to == ["lan@example.org"]
    found = re.search(r"http://testserver(/accounts/\S+)", str(letter.body))
    assert found
    assert stranger.get(found.group(1), follow=True).context["form"] is not None


def test_nobody_learns_whether_an_address_has_an_account(
    stranger: Client, lan: Person, settings: object
) -> None:
    settings.HAS_MAIL_SERVER = True  # type: ignore[attr-defined]
    known = stranger.post("/accounts/password/reset/", {"email": "lan@example.org"}, follow=True)
    unknown = stranger.post("/accounts/password/reset/", {"email": "no@example.org"}, follow=True)
    assert known.status_code == unknown.status_code == 200
    assert known.redirect_chain == unknown.redirect_chain
    assert len(mail.outbox) == 1


def test_nobodys_mailbox_is_flooded(stranger: Client, lan: Person, settings: object) -> None:
    settings.HAS_MAIL_SERVER = True  # type: ignore[attr-defined]
    for _ in range(8):
        stranger.post("/accounts/password/reset/", {"email": "lan@example.org"})
    assert len(mail.outbox) == 5


def test_changing_the_password_ends_other_sessions(
    desk: Callable[[Person], Client], lan: Person
) -> None:
    here, elsewhere = desk(lan), desk(lan)
    form = {"oldpassword": factories.PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/accounts/password/change/", form).status_code == 302
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_the_account_page_keeps_what_one_says_of_oneself(
    desk: Callable[[Person], Client], lan: Person
) -> None:
    form = {"name": "Lan Chen", "language": "zh-hans", "time_zone": "Asia/Tokyo"}
    page = desk(lan).post("/account/", form, follow=True).content.decode()
    lan.refresh_from_db()
    assert (lan.name, lan.language, lan.time_zone) == ("Lan Chen", "zh-hans", "Asia/Tokyo")
    assert 'lang="zh-Hans"' in page


def test_a_token_is_shown_once(desk: Callable[[Person], Client], lan: Person) -> None:
    client = desk(lan)
    page = client.post("/account/tokens/", {"name": "Nightly export"}).content.decode()
    secret = re.search(r'value="(fst_[^"]+)"', page)
    assert secret
    later = client.get("/account/").content.decode()
    assert "Nightly export" in later
    assert secret.group(1) not in later


def test_nobody_revokes_anothers_token(
    desk: Callable[[Person], Client], lan: Person, kofi: Person
) -> None:
    desk(lan).post("/account/tokens/", {"name": "Nightly export"})
    token = ApiToken.objects.get()
    path = f"/account/tokens/{token.pk}/revocation/"
    assert desk(kofi).post(path).status_code == 404
    assert desk(lan).post(path).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None


def _problem(page: str) -> str:
    found = re.search(r'<p class="problem">.*?<span>(.*?)</span>', page, re.DOTALL)
    assert found
    return found.group(1)
