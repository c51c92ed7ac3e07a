"""The page of the registry: the operator's record."""
