"""How well a head trained on part of an office's own messages does on the rest."""
