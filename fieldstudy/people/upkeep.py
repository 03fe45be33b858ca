"""What of sign-in is over and may go."""

from django.contrib.sessions.backends.db import SessionStore

from fieldstudy.people.limits import empty_full_buckets


def forget_what_is_over() -> None:
    """Remove sessions that have ended, and limits that nobody has used up any more."""
    SessionStore.clear_expired()
    empty_full_buckets()
