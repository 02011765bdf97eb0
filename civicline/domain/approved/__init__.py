"""Approved messages: written, approved by another, filled, and the only words that leave by themselves."""
