"""Time off the UI thread: lanes and generations."""
