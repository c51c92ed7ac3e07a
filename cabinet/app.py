"""Composition root of the window: builds every part once, owns start and shutdown."""
