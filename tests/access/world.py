"""A study with one row for whatever an address can name."""

from typing import Any
from uuid import uuid4

import pytest

from fieldstudy.coding.models import Memo
from fieldstudy.core import clock, storage
from fieldstudy.core.scope import study_scope
from fieldstudy.exports.models import Export
from fieldstudy.jobs.models import Job
from fieldstudy.media.models import Rendition
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.privacy.models import ErasureReceipt, ErasureRequest
from fieldstudy.studies.drafts import draft_document
from fieldstudy.studies.models import Study
from fieldstudy.transcription.models import Transcript, TranscriptVersion
from fieldstudy.uploads.models import Upload
from tests import factories
from tests.access.addresses import Address


class World:
    """Rows of one study that are ``person``'s and ``participation``'s own wherever rows have owners.

    ``rows`` holds a value for each argument; ``route name:argument`` goes before the argument alone.
    """

    def __init__(self, study: Study, person: Person, participation: Participation) -> None:
        self.study, self.person, self.participation = study, person, participation
        with study_scope(study):
            self.rows: dict[str, Any] = {"slug": study.slug}
            self._design()
            self._material()
            self._sending()
            self._handover()

    def arguments(self, address: Address) -> dict[str, Any]:
        """A value for every argument of the address; an unknown argument says what to add here."""
        return {name: self._value(address, name) for name in address.arguments}

    def _value(self, address: Address, name: str) -> Any:
        for key in (f"{address.name}:{name}", name):
            if key in self.rows:
                return self.rows[key]
        pytest.fail(
            f"{address.name} ({address.route}) names {name!r}: add such a row to World.rows."
        )

    def _design(self) -> None:
        study = self.study
        prompt = factories.make_prompt(study)
        item = factories.make_item(prompt)
        factories.make_protocol(study, self.person, draft_document(study))
        invited = factories.make_person(f"M{uuid4().hex[:8]}")
        invited.set_unusable_password()
        invited.save()
        member = factories.make_member(study, invited)
        scenario = factories.make_scenario(study)
        self.rows |= {
            "prompt_id": prompt.pk,
            "item_id": item.pk,
            "member_id": member.pk,
            "participation_id": self.participation.pk,
            "kind": "scenarios",
            "part_id": scenario.pk,
        }

    def _material(self) -> None:
        study = self.study
        entry = factories.make_entry(self.participation)
        photo = factories.make_attachment(entry, content=b"light")
        storage.save(photo.storage_key, [b"light"])
        key = f"tests/{uuid4()}"
        digest = storage.save(key, [b"small"])
        Rendition.objects.create(
            study=study, attachment=photo, kind="thumbnail", storage_key=key, sha256=digest
        )
        voice = factories.make_attachment(entry, "recording")
        transcript = Transcript.objects.create(study=study, attachment=voice)
        transcript.latest = TranscriptVersion.objects.create(
            study=study, transcript=transcript, number=1, origin="machine", text="Slow"
        )
        transcript.save()
        code = factories.make_code(study)
        coding = factories.make_coding(entry, code, self.person)
        memo = Memo.objects.create(
            study=study, client_id=uuid4(), author=self.person,
            subject_kind="entry", subject_id=entry.pk, text="Look again",
        )  # fmt: skip
        self.coding, self.memo = coding, memo
        self.rows |= {
            "entry": entry.pk,
            "entry_id": entry.pk,
            "api:entry:key": entry.pk,
            "participant:api_entry:client_id": entry.client_id,
            "attachment_id": photo.pk,
            "study_media:kind": "thumbnail",
            "participant:media:kind": "thumbnail",
            "api:transcript:key": transcript.pk,
            "attachment": voice.pk,
            "code": code.pk,
            "coding": coding.client_id,
            "api:coding:key": coding.pk,
            "memo": memo.client_id,
        }

    def _sending(self) -> None:
        def begun(**sender: Any) -> Any:
            return Upload.objects.create(
                study=self.study, client_id=uuid4(), size=5, sha256="0" * 64,
                storage_key=f"tests/{uuid4()}", **sender,
            ).client_id  # fmt: skip

        phone, _ = factories.make_device(self.participation)
        self.rows |= {
            "researcher:log_upload:client_id": begun(person=self.person),
            "participant:upload:client_id": begun(participation=self.participation),
            "device_id": phone.pk,
        }

    def _handover(self) -> None:
        study, key = self.study, f"tests/{uuid4()}"
        export = Export.objects.create(
            study=study, client_id=uuid4(), format="xlsx", requested_by=self.person,
            storage_key=key, sha256=storage.save(key, [b"table"]), finished_at=clock.now(),
        )  # fmt: skip
        erasure = ErasureRequest.objects.create(
            study=study, participation_id=uuid4(), requested_by=self.person, done_at=clock.now()
        )
        ErasureReceipt.objects.create(
            study=study, request=erasure, number=uuid4().hex[:12], counts={}, digest="0" * 64
        )
        job = Job.objects.create(
            name="build_export", subject_id=export.pk, study_id=study.pk, queue="quick",
            state=Job.State.FAILED,
        )  # fmt: skip
        self.rows |= {
            "export_id": export.pk,
            "api:export:key": export.pk,
            "api:export-file:key": export.pk,
            "erasure_id": erasure.pk,
            "job_id": job.pk,
        }
