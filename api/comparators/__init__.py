"""What the Department for Education has published of England, regions and other councils, to hold figures against."""
