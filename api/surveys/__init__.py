"""Voice: surveys, anonymous links and answers."""
