"""What staff teach, and whether a new head is better."""
