"""Exception reports: figures that are worse than chance explains, the plan to put that right, and how it ended."""
