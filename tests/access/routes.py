"""Every address of the product, with what it declares."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

from fieldstudy.access.routes import declared_action


@dataclass(frozen=True)
class Route:
    """One address: its full pattern, its name, its action and the names of its parameters."""

    pattern: str
    name: str
    action: str | None
    parameters: frozenset[str]

    @property
    def is_api(self) -> bool:
        """Whether programs ask here."""
        return self.pattern.startswith("api/")

    @property
    def is_of_a_study(self) -> bool:
        """Whether the address names a study."""
        return "slug" in self.parameters


def routes() -> list[Route]:
    """All addresses the resolver knows."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[Any], prefix: str, namespace: str) -> Iterator[Route]:
    for each in patterns:
        pattern = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            parameters = frozenset(each.pattern.converters) | _slug(pattern)
            yield Route(
                pattern, f"{namespace}{each.name}", declared_action(each.callback), parameters
            )
        else:
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _walk(each.url_patterns, pattern, inner)


def _slug(pattern: str) -> frozenset[str]:
    return frozenset({"slug"}) if "<slug:slug>" in pattern else frozenset()
