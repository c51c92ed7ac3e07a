"""The SOMS operator cabinet and its test contour."""

__version__ = "0.1.0"
"""Kept here: reading it from the installed metadata costs a tenth of the time to the first paint."""
