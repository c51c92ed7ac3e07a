"""Reliability, counted and never timed: ``python -m tests.trials``."""
