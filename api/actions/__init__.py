"""Actions: what is to be done, by whom and until when; done, verified by another, and proven."""
