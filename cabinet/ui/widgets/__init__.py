"""Painted parts, one a file."""
