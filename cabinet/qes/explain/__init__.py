"""Explaining signatures that others made: what any CAdES says, and how far it may be believed. No HTTP, no words."""
