"""Which value would be right, one file per family; gathered and proved by :mod:`cabinet.rules.suggestions`."""
