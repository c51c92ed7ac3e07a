"""What the window calls things: the words of every enum and code, by what they name."""
