"""Keys sort by the time they were made."""

from fieldstudy.core.ids import uuid7


def test_keys_made_one_after_the_other_sort_that_way() -> None:
    keys = [uuid7() for _ in range(5000)]
    assert keys == sorted(keys) and len(set(keys)) == 5000


def test_a_key_is_a_uuid_of_version_seven() -> None:
    key = uuid7()
    assert (key.version, key.variant) == (7, "specified in RFC 4122")
