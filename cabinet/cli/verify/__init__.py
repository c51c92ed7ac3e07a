"""``cabinet verify``: explains an electronic signature."""
