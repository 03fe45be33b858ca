"""A study with one of everything that an address can name."""

import uuid
from typing import Any
from uuid import uuid4

from fieldstudy.core import storage
from fieldstudy.exports.models import Export
from fieldstudy.jobs.models import Job
from fieldstudy.media.models import Rendition
from fieldstudy.people.models import Person
from fieldstudy.privacy.models import ErasureReceipt, ErasureRequest
from fieldstudy.studies.models import Study
from tests import factories

Samples = dict[str, Any]


def furnish(study: Study, owner: Person) -> Samples:
    """Make the rows inside the open study, and say which key each parameter of an address takes."""
    participation = factories.make_participation(study, "P90")
    factories.make_consent(participation)
    device, _ = factories.make_device(participation)
    prompt = factories.make_prompt(study)
    item = factories.make_item(prompt)
    scenario = factories.make_scenario(study)
    entry = factories.make_entry(participation, "Words to code here.")
    photo = factories.make_attachment(entry, content=b"jpeg")
    storage.save(f"renditions/{photo.pk}", [b"jpeg"])
    storage.save(photo.storage_key, [b"jpeg"])
    Rendition.objects.create(
        study=study, attachment=photo, kind="display", content_type="image/jpeg",
        storage_key=f"renditions/{photo.pk}", size=4, sha256="0" * 64,
    )  # fmt: skip
    transcript = study.transcripts.create(attachment=factories.make_attachment(entry, "recording"))
    code = factories.make_code(study)
    coding = factories.make_coding(entry, code, owner, span=(0, 5))
    memo = study.memos.create(
        client_id=uuid4(), author=owner, subject_kind="entry", subject_id=entry.pk, text="m"
    )
    export = _export(study, owner)
    erasure = ErasureRequest.objects.create(
        study=study, participation_id=uuid4(), requested_by=owner, done_at=entry.received_at
    )
    ErasureReceipt.objects.create(
        study=study, request=erasure, number=f"E-{uuid4().hex[:8]}", counts={}, digest="0" * 64
    )
    job = Job.objects.create(
        name="make_renditions",
        subject_id=photo.pk,
        study_id=study.pk,
        queue="quick",
        state="failed",
    )
    member = study.memberships.get(person=owner)
    return {
        "participation_id": participation.pk, "device_id": device.pk, "prompt_id": prompt.pk,
        "item_id": item.pk, "part_id": scenario.pk, "kind": "scenarios", "entry_id": entry.pk,
        "entry": entry.pk, "attachment_id": photo.pk, "code": code.pk, "coding": coding.pk,
        "memo": memo.pk, "export_id": export.pk, "erasure_id": erasure.pk, "job_id": job.pk,
        "member_id": member.pk, "client_id": uuid4(),
        "api:entry": entry.pk, "api:transcript": transcript.pk, "api:coding": coding.pk,
        "api:export": export.pk, "api:export-file": export.pk,
    }  # fmt: skip


def _export(study: Study, owner: Person) -> Export:
    key = f"exports/{uuid.uuid4()}"
    storage.save(key, [b"PK"])
    return Export.objects.create(
        study=study, client_id=uuid4(), format="csv", requested_by=owner, storage_key=key, size=2,
        sha256="0" * 64, finished_at=study.created_at,
    )  # fmt: skip
