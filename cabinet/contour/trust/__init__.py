"""Authorities, status answers, revocation lists, time-stamps, the trusted list."""
