"""The entities of case data by noun, each declared once."""
