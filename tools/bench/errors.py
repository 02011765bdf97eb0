"""The error of the benchmarks."""


class BenchmarkError(Exception):
    """A measurement would not mean what it says; the message tells what went another way than it should."""
