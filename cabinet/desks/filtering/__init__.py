"""The filter as a person's own: saved views, lists of ids, links, and the way back."""
