"""Findings: the strengths and areas for improvement of audits, what is done about them, and what they teach."""
