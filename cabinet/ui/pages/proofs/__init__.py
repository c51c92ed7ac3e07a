"""Proofs: the log that only grows, and verifying anything that is dropped."""
