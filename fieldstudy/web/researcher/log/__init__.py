"""Field observers: the same entries as a participant's, another source, one's own account."""
