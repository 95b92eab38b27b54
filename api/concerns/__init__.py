"""Concerns: what was seen in an audit that cannot wait for its end, because a child may not be safe."""
