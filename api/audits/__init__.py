"""Case audits: allocated, filled in, submitted, final."""
