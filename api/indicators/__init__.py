"""Quality indicators: definitions as data, and their values."""
