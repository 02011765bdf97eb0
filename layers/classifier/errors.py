"""What can go wrong while the layer is built."""


class BuildError(Exception):
    """The layer could not be built; the message ends with the next step."""
