"""The window around the pages: what is open, what is asked, what follows by itself."""
