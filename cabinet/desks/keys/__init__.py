"""Keys to log in and sign with: on tokens and in files, with their certificates."""
