"""Rejected transactions: lists, causes, cards, decisions."""
