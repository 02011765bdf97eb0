"""A page that plays a constituent's phone and mailbox, for the laptop only."""
