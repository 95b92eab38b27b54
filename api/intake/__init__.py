"""How case data comes in."""
