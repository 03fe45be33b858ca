"""The demo study: real entries through the real pipeline, from files in this folder."""
