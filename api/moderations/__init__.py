"""Second readings of audits."""
