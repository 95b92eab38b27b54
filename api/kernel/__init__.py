"""What every room needs; it knows no social-care word."""
