"""The table in docs/events.md; ``python -m tests.architecture.events_table`` writes it anew."""

import os

from tests.architecture.sources import ROOT

DOCUMENT = ROOT / "docs" / "events.md"
_HEAD = ["| event | what happened | jobs that follow |", "|---|---|---|"]


def wanted() -> list[str]:
    """The lines as the code has them, in the order of ``verbs.py``."""
    from fieldstudy.events.verbs import VERBS
    from fieldstudy.pipeline import FOLLOWS

    after = {verb: ", ".join(f"`{name}`" for name in names) for verb, names in FOLLOWS.items()}
    return [
        *_HEAD,
        *(f"| `{verb}` | {said} | {after.get(verb, '')} |" for verb, said in VERBS.items()),
    ]


def written() -> list[str]:
    """The lines as the document has them."""
    return [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]


def write() -> None:
    """Put the wanted table where the written one stands."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before = text.partition("|")[0]
    rest = text.splitlines()
    after = [line for line in rest[len(before.splitlines()) :] if line[:1] != "|"]
    DOCUMENT.write_text(
        "\n".join([before.rstrip("\n"), "", *wanted(), *after]) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldstudy.settings")
    django.setup()
    write()
