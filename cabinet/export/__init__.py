"""Rows to files: takes lines as the perimeter tells them, fetches nothing."""
