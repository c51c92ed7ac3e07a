"""UAPKI, a library of the person's own that opens DSTU keys in files."""
