"""Near-identical messages, and the same matter in other words."""
