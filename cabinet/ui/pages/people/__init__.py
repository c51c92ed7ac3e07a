"""The page of people: the head, mandates, rights, one's own sessions."""
