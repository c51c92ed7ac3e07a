"""Losing power: what a process wrote and synced is recorded, and any state that a disk may then be in is opened."""
