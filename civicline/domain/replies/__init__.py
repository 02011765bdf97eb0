"""The one automatic reply: whether, which, when, and what became of it."""
