"""From the map of an office's area to the ZIP codes that lie in it, wholly or in part."""
