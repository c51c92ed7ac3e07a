"""Qualified electronic signatures: certificate profile, CAdES, chain, revocation, statements."""
