"""Where a participant finds what is their own."""

from django.urls import reverse

from fieldstudy.web.shared.thread import Addresses

OWN = Addresses(
    copy=lambda attachment, kind: reverse("participant:media", args=[attachment.pk, kind]),
    entry=lambda entry: reverse("participant:entry", args=[entry.pk]),
)
