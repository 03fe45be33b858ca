"""Tests of fieldstudy.transcription."""
