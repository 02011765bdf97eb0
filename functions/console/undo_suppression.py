"""Undo a suppression: with a reason, and with the person's own consent on record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.ids import OfficeId
from civicline.domain.opting_out.opt_out_ledger import UndoRequest, undone
from civicline.domain.opting_out.suppression import LiftedSuppression
from civicline.domain.people.contact import ContactPoint
from civicline.ports.people import Suppressions

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoSuppression:
    """The use case behind the form, the API and the command."""

    suppressions: Suppressions
    clock: Callable[[], datetime]

    def __call__(self, office_id: OfficeId, point: ContactPoint, request: UndoRequest) -> LiftedSuppression:
        """End it and keep it in the ledger, with the journal of its message.

        Raises UndoRefusedError, and ConcurrentChangeError if others keep changing it.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            lifted = undone(self.suppressions.current(office_id, point), request, self.clock())
            try:
                self.suppressions.lift(office_id, lifted)
            except ConcurrentChangeError:
                if attempt == _ATTEMPTS:
                    raise
            else:
                break
        return lifted
