"""``cabinet doctor``: looks whether everything on this computer is in order."""
