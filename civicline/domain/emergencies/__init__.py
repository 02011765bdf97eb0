"""Noticing danger before any model is asked."""
