"""Every address of the product, read from the resolver: none can be left out of a test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from fieldstudy.access.routes import declared_action

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
TRIED = ("GET", "POST")


SPOKEN = {"Tus-Resumable": "1.0.0"}
"""Without it no upload is looked for."""
QUERY = {"researcher:code_new": "?kind=reaction"}
"""What an address cannot be asked without."""


@dataclass(frozen=True)
class Address:
    """One route. ``actions``: method → action for the API; elsewhere one action is for them all."""

    name: str
    route: str
    callback: Callable[..., Any]
    arguments: frozenset[str]

    @property
    def action(self) -> str | None:
        """What its view declares."""
        return declared_action(self.callback)

    @property
    def is_api(self) -> bool:
        """Whether programs ask here."""
        return self.route.startswith("api/")

    @property
    def of_study(self) -> bool:
        """Whether it names a study."""
        return "slug" in self.arguments

    @property
    def objects(self) -> frozenset[str]:
        """The arguments that name a row."""
        return self.arguments - {"slug", "kind"}

    def actions(self) -> dict[str, str]:
        """Method → action; a page declares one for every method, of which two are tried."""
        by_method: dict[str, str] | None = getattr(self.callback, "actions_by_method", None)
        return by_method or dict.fromkeys(TRIED, self.action or "")

    def filled(self, arguments: dict[str, Any]) -> str:
        """The path with these arguments."""
        return reverse(self.name, kwargs=arguments) + QUERY.get(self.name, "")

    def ask(self, client: Client, arguments: dict[str, Any], method: str = "GET") -> Any:
        """The answer to ``method``, or to the first one that the view takes."""
        path = self.filled(arguments)

        def send(by: str) -> Any:
            return client.generic(by, path, "{}", "application/json", headers=SPOKEN)

        answer = send(method)
        if answer.status_code == 405:
            takes = answer["Allow"].split(", ")
            answer = send(next(each for each in METHODS if each in takes))
        return answer


def _walk(resolver: URLResolver, route: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for each in resolver.url_patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLPattern):
            name = ":".join((*spaces, str(each.name)))
            arguments = frozenset(each.pattern.regex.groupindex)
            yield Address(name, here, each.callback, arguments)
        else:
            yield from _walk(each, here, (*spaces, each.namespace) if each.namespace else spaces)


ADDRESSES = list(_walk(get_resolver(), "", ()))
STUDY = [each for each in ADDRESSES if each.of_study]
PARTICIPANT = [each for each in ADDRESSES if each.action == "participant"]
