"""An invented operator, its play, and its past."""
