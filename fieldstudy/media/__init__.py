"""Photos and sound, made safe to show."""
