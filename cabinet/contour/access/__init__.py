"""People come in: log-in, sessions, signed acts, mandates."""
