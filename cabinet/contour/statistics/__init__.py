"""Figures by period, from the roll-ups."""
