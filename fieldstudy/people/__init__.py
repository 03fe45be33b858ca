"""Staff accounts and how they sign in."""
