"""Taking back what was accepted: what it is and what follows from it, why, checked, then sent as a new entry."""
