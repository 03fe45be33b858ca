"""How static files are named: by what is in them, so that a browser may keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Hashes modules with the modules they import; brotli and gzip lie beside each file."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 20
    """Django resolves about one level of imports in each pass; its own 5 are too few for our depth. A
    cycle still ends in an error."""
