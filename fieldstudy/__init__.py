"""Fieldstudy: self-hosted diary studies and field ethnography, in Chinese and English."""
