"""Benches: each a ratio of two things measured alternately in one run. ``python -m tests.bench NAME``."""
