"""What indicators are to reach: dated targets with a tolerance, for the council or for a unit of its own."""
