"""The form of an entry, complete without JavaScript: for participants and for field observers."""
