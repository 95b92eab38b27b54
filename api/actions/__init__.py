"""What is to be done about what was found: set, owned, dated, done, verified by another, proven."""
