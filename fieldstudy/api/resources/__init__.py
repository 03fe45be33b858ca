"""The resources of the API, one module for each noun or family of nouns."""
