"""Audit tools: the questions an audit asks, made from the standards."""
