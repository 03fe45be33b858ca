"""The addresses of set-up."""

from django.urls import URLPattern

from fieldstudy.access.routes import staff_path, study_path
from fieldstudy.web.researcher.setup import (
    consent,
    items,
    journey,
    kinds,
    members,
    overview,
    participants,
    parts,
    prompts,
    study,
)

_PART = "setup/<part_kind:kind>/"
_PROMPT = "setup/prompts/<uuid:prompt_id>/"
_ITEM = "setup/items/<uuid:item_id>/"
_PERSON = "setup/participants/<uuid:participation_id>/"
_MEMBER = "setup/members/<uuid:member_id>/"
CONVERTERS = kinds.KINDS
"""Importing ``kinds`` registers the converter that ``_PART`` names."""

urlpatterns: list[URLPattern] = [
    staff_path("studies/new/", study.new_study, "new_study"),
    study_path("setup/", overview.setup, "setup"),
    study_path("setup/review/", overview.review, "review"),
    study_path("setup/fieldwork-end/", overview.fieldwork_end, "fieldwork_end"),
    study_path("setup/facts/", study.facts, "facts"),
    study_path("setup/copy/", study.copy, "copy"),
    study_path("setup/design.json", study.design_file, "design_file"),
    study_path("setup/scenarios/", journey.scenarios, "scenarios"),
    study_path("setup/journey/", journey.journey, "journey"),
    study_path("setup/brands/", journey.brands, "brands"),
    study_path(f"{_PART}new/", parts.new_part, "new_part"),
    study_path(f"{_PART}<uuid:part_id>/", parts.part, "part"),
    study_path(f"{_PART}<uuid:part_id>/position/", parts.part_position, "part_position"),
    study_path(f"{_PART}<uuid:part_id>/archive/", parts.part_archive, "part_archive"),
    study_path("setup/prompts/", prompts.prompts, "prompts"),
    study_path("setup/prompts/new/", prompts.new_prompt, "new_prompt"),
    study_path(_PROMPT, prompts.prompt, "prompt"),
    study_path(f"{_PROMPT}facts/", prompts.prompt_facts, "prompt_facts"),
    study_path(f"{_PROMPT}when/", prompts.prompt_when, "prompt_when"),
    study_path(f"{_PROMPT}position/", prompts.prompt_position, "prompt_position"),
    study_path(f"{_PROMPT}archive/", prompts.prompt_archive, "prompt_archive"),
    study_path(f"{_PROMPT}items/new/", items.new_item, "new_item"),
    study_path(_ITEM, items.item, "item"),
    study_path(f"{_ITEM}wording/", items.item_wording, "item_wording"),
    study_path(f"{_ITEM}position/", items.item_position, "item_position"),
    study_path(f"{_ITEM}archive/", items.item_archive, "item_archive"),
    study_path("setup/wording-hint/", items.wording_hint, "wording_hint"),
    study_path("setup/consent/", consent.consent, "consent"),
    study_path("setup/participants/", participants.participants, "participants"),
    study_path("setup/participants/new/", participants.invite, "invite"),
    study_path("setup/participants/codes/", participants.new_codes, "new_codes"),
    study_path("setup/rehearsals/", participants.rehearsal, "rehearsal"),
    study_path(_PERSON, participants.participant, "participant"),
    study_path(f"{_PERSON}revocation/", participants.revocation, "revocation"),
    study_path(f"{_PERSON}identity/", participants.identity, "identity"),
    study_path("setup/members/", members.members, "members"),
    study_path(f"{_MEMBER}role/", members.member_role, "member_role"),
    study_path(f"{_MEMBER}removal/", members.member_removal, "member_removal"),
    study_path(f"{_MEMBER}link/", members.member_link, "member_link"),
]
