"""What child, family and practitioner said in an audit, and whether they were asked."""
