"""Escalations: audits that somebody responsible must hear of at once, and acknowledge."""
