"""What is kept for ever: the log, its store, indexes and roll-ups."""
