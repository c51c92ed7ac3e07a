"""``cabinet demo``: a test contour with an invented operator, and the window on it."""
