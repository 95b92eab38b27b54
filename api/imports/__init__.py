"""Bulk loads: files staged, merged once."""
