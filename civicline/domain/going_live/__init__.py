"""How a topic earns automation, keeps it, and loses it."""
