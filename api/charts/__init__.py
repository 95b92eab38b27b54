"""Series turned into charts: limits, signals, what they mean, and units compared at one time."""
