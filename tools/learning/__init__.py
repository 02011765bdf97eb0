"""Learning from what staff say: corrections into a head, compared with the one that speaks, and promoted if better."""
