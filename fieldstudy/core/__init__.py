"""What every other part stands on. No tables, no HTTP, no third-party service."""
