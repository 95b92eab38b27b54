"""The monthly audit feedback and moderation meeting: agenda, decisions, further audits."""
