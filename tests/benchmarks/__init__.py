"""What DESIGN promises in figures; run with ``make bench``, never part of the tests."""
