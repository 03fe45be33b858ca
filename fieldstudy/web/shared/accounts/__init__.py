"""Staff sign-in and the person's own account."""
