"""What comes in: messages, conversations, repeats, what cannot be read, and what is noticed before any model."""
