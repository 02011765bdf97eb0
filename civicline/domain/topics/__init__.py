"""What the model says of a message and of its parts."""
