"""Making the demo study, whole or not at all."""

from django.db import transaction

from fieldstudy.core.scope import study_scope
from fieldstudy.demo.codings import build_codebook, code_everything
from fieldstudy.demo.design import build_design, read_json, text
from fieldstudy.demo.diaries import invite_everyone, log_everything, settle_times
from fieldstudy.demo.sign_ins import make_people
from fieldstudy.people.demo_sign_ins import SignIn, write_sign_ins
from fieldstudy.privacy.erasing import delete_study
from fieldstudy.studies.actions.study import create_study
from fieldstudy.studies.models import Study

SLUG = "supermarket"


def demo_study() -> Study | None:
    """The demo study, if it is there."""
    study: Study | None = Study.objects.filter(slug=SLUG).first()
    return study


def build_demo() -> Study:
    """Delete the old demo and make a new one. Its photos and voices wait for the workers then."""
    design, entries = read_json("design.json"), read_json("entries.json")
    with transaction.atomic():
        if (old := demo_study()) is not None:
            with study_scope(old):
                delete_study(old)
        people, sign_ins = make_people()
        study = create_study(by=people["lan"], name=text(design["name"]))
        study.slug = SLUG
        study.save(update_fields=["slug"])
        with study_scope(study):
            parts = build_design(study, design, people)
            invitations = invite_everyone(study, design, parts, people["lan"])
            participants = {label: each.participation for label, each in invitations.items()}
            logged = log_everything(study, entries, parts, people, participants)
            settle_times(study, participants)
            codes = build_codebook(study, design, parts.touchpoints, people["lan"])
            code_everything(logged, codes, people["kofi"], people["mira"])
        codes_to_join = [
            SignIn(who=label, role="participant", name=label, secret=each.code)
            for label, each in sorted(invitations.items())[:3]
        ]
        write_sign_ins([*sign_ins, *codes_to_join])
    return study
