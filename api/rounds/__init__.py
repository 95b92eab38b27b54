"""Programmes of audits: frame, sample, allocation, timetable, and who was never audited."""
