"""A platform's day files: CSV and NDJSON, errors with line and column."""
