"""One file per command, or one package."""
