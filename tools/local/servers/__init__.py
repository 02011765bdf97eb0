"""Web servers: those that run as processes of their own, and those in a thread of the stack."""
