"""The people who are studied, their phones, consent and leaving."""
