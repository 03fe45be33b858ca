"""Every table has an answer to: what becomes of it when a person asks to be forgotten?"""

from django.apps import apps

from fieldstudy.privacy.manifest import MANIFEST, Fate


def our_models() -> set[str]:
    return {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("fieldstudy.")
    }


def test_every_table_has_a_line() -> None:
    assert our_models() - set(MANIFEST) == set()


def test_no_line_is_about_a_table_that_is_gone() -> None:
    assert set(MANIFEST) - our_models() == set()


def test_whatever_hangs_on_a_participant_is_erased() -> None:
    """Follow the cascades down from the participant: none may reach a table that is kept."""
    reached, waiting = set(), {apps.get_model("participants.Participation")}
    while waiting:
        model = waiting.pop()
        reached.add(model._meta.label)
        for relation in model._meta.related_objects:
            child = relation.related_model
            if (
                relation.on_delete is not None
                and relation.on_delete.__name__ == "CASCADE"
                and not child._meta.auto_created
                and child._meta.label not in reached
            ):
                waiting.add(child)
    assert {label for label in reached if MANIFEST[label] is not Fate.ERASE} == set()
