"""How static files are named: by what is in them, so that a browser may keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Hashes modules with the modules they import; brotli and gzip lie beside each file."""

    support_js_module_import_aggregation = True
