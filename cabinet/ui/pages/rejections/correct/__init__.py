"""Correcting a rejected transaction: the fields that are wrong, what they were and will be, checked while typed."""
