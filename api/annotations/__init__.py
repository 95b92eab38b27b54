"""Dated notes on indicators: what happened, and from when a chart is worked out anew."""
