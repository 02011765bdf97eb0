"""The laptop stack: the packaged application on one machine, without an account and without Docker."""
