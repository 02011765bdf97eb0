"""Linear algebra on one thread."""

from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits  # type: ignore[import-not-found,import-untyped,unused-ignore]


@contextmanager
def single_threaded() -> Iterator[None]:
    """Within it numpy uses one thread.

    The order of sums, and with it the last digits of a head, do not depend on the number of cores then; and on a
    busy machine small products are many times faster than threads that wait for one another.
    """
    with threadpool_limits(limits=1):
        yield
