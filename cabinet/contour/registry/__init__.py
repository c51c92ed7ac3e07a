"""The registry's record of an operator, and its terms."""
