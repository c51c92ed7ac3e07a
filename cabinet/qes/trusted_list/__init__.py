"""Trusted lists (ETSI TS 119 612): reading, signature, acceptance, keeping, trust, writing. lxml lives here alone."""
