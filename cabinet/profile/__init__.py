"""Perimeter profiles, settings, folders."""
