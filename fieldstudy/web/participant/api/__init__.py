"""What the phone's own code talks to: JSON under ``/p/api/``, by the cookie of a device session."""
