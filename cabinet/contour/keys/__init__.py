"""Grants of sources, their keys, uses and replacement."""
