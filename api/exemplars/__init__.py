"""Examples of practice at each grade, for everybody who judges it."""
