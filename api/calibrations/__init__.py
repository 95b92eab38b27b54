"""One case graded by many, so that a council learns what good looks like."""
