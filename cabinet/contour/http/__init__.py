"""The contour's listeners: the server, what it serves, the gate before every handler, and the whole put together."""
