"""How often a live topic falls back, wrongly and rightly: simulated."""
