"""Who may look at every study at once, and that nothing of a study can be read without one."""

from django.apps import apps

from fieldstudy.core.scope import Scoped
from tests.architecture.sources import calls, files, name_of

EVERY_STUDY = {
    "fieldstudy/jobs/runner.py": "jobs that belong to no study",
    "fieldstudy/access/middleware.py": "a phone's session names its study",
    "fieldstudy/participants/joining.py": "a join secret names its study",
    "fieldstudy/exports/actions.py": "old files are deleted in every study",
    "fieldstudy/media/store.py": "files that no study owns are deleted",
    "fieldstudy/uploads/actions.py": "what nobody finished is deleted in every study",
}
UNSCOPED = {
    "studies.Study": "the door itself",
    "studies.Membership": "asked before a study is open",
}


def test_only_the_listed_files_lift_the_limit() -> None:
    lifting = {
        name_of(path)
        for path in files("fieldstudy", ".py")
        if any(name == "every_study" for name, _ in calls(path))
    }
    assert lifting == set(EVERY_STUDY)


def test_what_belongs_to_a_study_can_be_read_only_inside_one() -> None:
    open_to_all = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("fieldstudy.")
        and any(field.name == "study" for field in model._meta.concrete_fields)
        and not isinstance(model._default_manager, Scoped)
    }
    assert open_to_all == set(UNSCOPED) - {"studies.Study"}
