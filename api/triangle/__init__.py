"""Voice, numbers and practice in balance, per standard."""
