"""Keys in files: what a file is, its certificates, opening it."""
