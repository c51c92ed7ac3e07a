"""One log-in: the ladder it climbs, the statement that is signed, the run from challenge to session."""
