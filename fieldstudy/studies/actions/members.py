"""Who works on a study, and as what. The last owner stays."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fieldstudy.events import record
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Membership, Role, Study


@transaction.atomic
def add_member(study: Study, *, person: Person, role: str, by: Person) -> Membership:
    """Give a person a role; somebody who is a member already keeps the role they have.

    Raises:
        ValidationError: ``already_member`` when they have another role.
    """
    _check_role(role)
    membership, is_new = Membership.objects.get_or_create(
        study=study, person=person, defaults={"role": role}
    )
    if is_new:
        record("member.added", by=by, study=study, subject=membership, role=role, person=person)
    elif membership.role != role:
        raise ValidationError(
            _("%(name)s is a member already, with another role."),
            code="already_member",
            params={"name": person},
        )
    return membership


@transaction.atomic
def change_role(membership: Membership, *, role: str, by: Person) -> Membership:
    """Give a member another role.

    Raises:
        ValidationError: ``last_owner`` when the study would be left without one.
    """
    _check_role(role)
    if membership.role == role:
        return membership
    _keep_an_owner(membership)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    record(
        "member.changed",
        by=by,
        study=membership.study,
        subject=membership,
        role=role,
        before=before,
        person=membership.person_id,
    )
    return membership


@transaction.atomic
def remove_member(membership: Membership, *, by: Person) -> None:
    """Take a person off a study; what they wrote and coded stays, under their name.

    Raises:
        ValidationError: ``last_owner`` when the study would be left without one.
    """
    _keep_an_owner(membership)
    record(
        "member.removed",
        by=by,
        study=membership.study,
        subject=membership,
        role=membership.role,
        person=membership.person_id,
    )
    membership.delete()


def _check_role(role: str) -> None:
    if role not in Role.values:
        raise ValidationError(_("There is no such role."), code="unknown_role")


def _keep_an_owner(membership: Membership) -> None:
    if membership.role != Role.OWNER:
        return
    # Two owners who leave at the same moment must not both find the other one still there.
    study = Study.objects.select_for_update().get(pk=membership.study_id)
    others = study.memberships.filter(role=Role.OWNER).exclude(pk=membership.pk)
    if not others.exists():
        raise ValidationError(
            _("A study needs an owner. Make somebody else one first."), code="last_owner"
        )
