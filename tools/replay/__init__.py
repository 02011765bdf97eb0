"""Trying again what failed: originals from quarantine, and jobs from dead-letter queues."""
