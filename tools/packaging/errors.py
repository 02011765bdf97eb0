"""What can go wrong while the project is packaged."""


class PackagingError(Exception):
    """The package could not be made; the message says what to change."""
