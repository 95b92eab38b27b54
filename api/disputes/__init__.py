"""Where somebody does not agree with an audit or a moderation, and how that was settled."""
