"""The shape of what researchers type while setting up a study: fields only, no rules."""
