"""The page of reconciling a platform's day files with the perimeter."""
