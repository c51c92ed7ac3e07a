"""Rejections handed over to IT as a masked archive."""
