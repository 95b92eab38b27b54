"""What an audit found: strengths, areas for improvement and concerns for a child's safety."""
