"""A Kyiv day's transactions told so that a platform can compare its own with them."""
