"""How figures go out: one tidy table and what explains it, in every form that tools read."""
