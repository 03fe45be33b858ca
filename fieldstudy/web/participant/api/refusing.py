"""Why an entry was not taken, as problem documents."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from fieldstudy.diary.actions import OtherContent, StaleRevision, TakenBack
from fieldstudy.diary.answers import ENTRY, AnswersRefused
from fieldstudy.diary.manifest import MissingFile
from fieldstudy.participants.consent import MayNotLog
from fieldstudy.web.shared.problems import problem
from fieldstudy.web.shared.refusals import shut_out

View = Callable[..., HttpResponseBase]


def refusing(view: View) -> View:
    """Answer a refusal of the diary with what happened, what is safe, and what to do."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except MayNotLog as refusal:
            return shut_out(refusal)
        except AnswersRefused as refusal:
            return _answers_refused(refusal)
        except (MissingFile, OtherContent, StaleRevision, TakenBack) as refusal:
            return _refused(refusal)

    return answer


def _answers_refused(refusal: AnswersRefused) -> HttpResponse:
    errors = [
        {"field": f"answers.{key}" if key != ENTRY else "answers", "detail": str(words)}
        for key, words in refusal.problems.items()
    ]
    return problem(
        422,
        "answers-refused",
        _("Some answers cannot be taken as they are."),
        errors[0]["detail"],
        field=errors[0]["field"],
        errors=errors,
    )


def _refused(refusal: Exception) -> HttpResponse:
    match refusal:
        case MissingFile(client_id=client_id, item_key=item_key):
            return problem(
                424,
                "file-missing",
                _("One file did not arrive whole."),
                _("The entry was not taken yet. Send the file again, then the entry."),
                field="attachments",
                id=str(client_id),
                item=item_key,
            )
        case StaleRevision(latest=latest):
            return problem(
                409,
                "stale-revision",
                _("This entry was changed elsewhere meanwhile."),
                _("Nothing was overwritten. Look at both versions and choose."),
                field="base_revision",
                latest=latest,
            )
        case TakenBack():
            return problem(
                409,
                "taken-back",
                _("This entry was taken back, so it cannot be changed any more."),
            )
        case _:
            return problem(
                409,
                "other-content",
                _("Another entry stands under this id."),
                _("It is safe and was not changed. Send this one under an id of its own."),
                field="id",
            )
