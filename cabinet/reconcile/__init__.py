"""A platform's day files against what the perimeter has of the day: read, asked, compared, told."""
