"""The SOMS operator cabinet and its test contour."""
