"""The only words that may leave without a person's hand, as a type that nothing else can be."""

import hashlib
import json
from dataclasses import InitVar, dataclass, field
from datetime import datetime
from typing import final

from civicline.domain.approved.approved_message import MessageVersion, Signatory
from civicline.domain.approved.closing_line import closings
from civicline.domain.approved.composing import Occasion, compositions
from civicline.domain.errors import MissingPlaceholderValueError, NotApprovedError


class _Seal:
    """Known to this module only: whoever cannot name it cannot make an ApprovedText."""


_SEAL = _Seal()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedText:
    """Filled words of a version that was approved and in effect when they were taken; only `approved_text` makes it.

    `fingerprint` is of the version as its approver signed it, `digest` of all that this value says, so that an adapter
    notices words that were exchanged after all.
    """

    text: str
    message_key: str
    version: int
    fingerprint: str
    author: Signatory
    approver: Signatory
    seal: InitVar[_Seal]
    digest: str = field(init=False)

    def __post_init__(self, seal: _Seal) -> None:
        if seal is not _SEAL:
            raise NotApprovedError(self.message_key)
        object.__setattr__(self, "digest", self._digest())

    @property
    def is_intact(self) -> bool:
        """Whether it still says what it said when it was made, and names version, words and both people."""
        is_named = all(
            (self.text, self.message_key, self.version, self.fingerprint, self.author.name, self.approver.name)
        )
        return is_named and not self.author.is_same_as(self.approver) and self.digest == self._digest()

    def _digest(self) -> str:
        people = [part for one in (self.author, self.approver) for part in (one.name, one.subject)]
        said = [self.text, self.message_key, self.version, self.fingerprint, *people]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def approved_text(
    text: str,
    fingerprint: str,
    version: MessageVersion,
    occasion: Occasion,
    now: datetime,
    closing: tuple[MessageVersion, ...] = (),
) -> ApprovedText:
    """A text that is about to leave, if it is what an approved version that is valid now says on this occasion.

    `fingerprint` is that of the version when the text was decided. Raises NotApprovedError where the version is no
    longer or not yet valid, was signed for other words, or does not say this. `closing` are approved lines, of
    which one may stand under it.
    """
    approval = version.approval
    if approval is None or not version.is_valid_at(now):
        raise NotApprovedError(version.key)
    if fingerprint != approval.fingerprint or text not in _texts(version, occasion, closing, now):
        raise NotApprovedError(version.key)
    return ApprovedText(
        text=text,
        message_key=version.key,
        version=version.version,
        fingerprint=approval.fingerprint,
        author=version.author,
        approver=approval.by,
        seal=_SEAL,
    )


def _texts(
    version: MessageVersion, occasion: Occasion, closing: tuple[MessageVersion, ...], now: datetime
) -> frozenset[str]:
    try:
        answers = frozenset(one.text for one in compositions(version, occasion))
    except MissingPlaceholderValueError:
        return frozenset()
    lines = [line for line in closing if line.approval and line.is_valid_at(now)]
    return answers | {text for line in lines for answer in answers for text in closings(answer, line, occasion)}
