"""The schema of the database, forward only."""
