"""Pages of the cabinet; each is imported when it is first shown."""
