"""What can go wrong in the experiment."""


class TuningError(Exception):
    """The encoder cannot be tuned or measured; the message says what to do."""
