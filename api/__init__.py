"""Plumbline: quality assurance for children's social care, as a REST service."""
