"""What happened to a message: its record, and the journal that proves it."""
