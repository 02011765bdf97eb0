"""Errors that more than one ring of the code must know.

CiviclineError
 +-- ConcurrentChangeError          someone else changed the same record first; load again and decide again
 +-- CursorInvalidError             a page's cursor is damaged or of another list
 +-- DestinationTakenError          a number or address belongs to another office already
 +-- MessageNotFoundError           a job names a message that the table does not hold
 +-- MessageVersionNotFoundError    an approved message has no such version
 +-- MissingPlaceholderValueError   an approved text needs a value that is not known
 +-- ModelArtefactError             the classifier's files are absent, damaged or of another version
 +-- NotApprovedError               words that nobody approved, or that may not be sent any more, were about to leave
 +-- NotificationUnreadableError    a provider's notification is not what it should be
 +-- ReplyInProgressError           another delivery of the same job may be sending the reply just now
 +-- TooManySegmentsError           no wording of an approved text fits the office's number of segments
 +-- SendError
      +-- SendRefusedError          the provider refuses for good; nothing was sent
      |    +-- RecipientOptedOutError    the number is on a list of opt-outs that the provider or carrier keeps
      +-- SendThrottledError        the provider asks to come back later; nothing was sent
      +-- SendUnsettledError        nobody can say whether it was sent
"""

from civicline.domain.people.contact import ContactPoint


class CiviclineError(Exception):
    """The root of all errors that Civicline raises on purpose."""


class ConcurrentChangeError(CiviclineError):
    """A conditional write met a change made by someone else since the record was loaded."""


class CursorInvalidError(CiviclineError):
    """A page's cursor is damaged, of another list or of another office."""


class DestinationTakenError(CiviclineError):
    """Numbers or addresses belong to another office already."""

    def __init__(self, destinations: list[str]) -> None:
        super().__init__(f"owned by another office: {', '.join(destinations)}")
        self.destinations = destinations


class MessageNotFoundError(CiviclineError):
    """A job names a message that the table does not hold."""


class MessageVersionNotFoundError(CiviclineError):
    """An approved message has no such version, or no version at all."""


class MissingPlaceholderValueError(CiviclineError):
    """An approved text has a placeholder without a value and without a fall-back."""

    def __init__(self, *, message_key: str, placeholder: str) -> None:
        super().__init__(f"approved message {message_key} has no value for placeholder {{{placeholder}}}")
        self.message_key = message_key
        self.placeholder = placeholder


class ModelArtefactError(CiviclineError):
    """The classifier's files are absent, damaged or of another version; the message says what to run."""


class NotApprovedError(CiviclineError):
    """Words that nobody approved, or that may not be sent any more, were about to leave."""

    def __init__(self, message_key: str) -> None:
        super().__init__(f"{message_key} is not approved, or does not say this")
        self.message_key = message_key


class NotificationUnreadableError(CiviclineError):
    """A provider's notification, or the mail that it names, cannot be read; it is kept in quarantine.

    `reason` is a short code for metrics. `destinations` and `raw_location` say whose it is and where the mail is kept,
    as far as that could be read.
    """

    def __init__(
        self, reason: str, detail: str, *, destinations: tuple[ContactPoint, ...] = (), raw_location: str = ""
    ) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.destinations = destinations
        self.raw_location = raw_location


class ReplyInProgressError(CiviclineError):
    """Another delivery of the same job may be sending the reply just now; come back when it must have ended."""


class TooManySegmentsError(CiviclineError):
    """No wording of an approved text fits the office's number of segments."""

    def __init__(self, message_key: str) -> None:
        super().__init__(f"no wording of {message_key} is short enough")
        self.message_key = message_key


class SendError(CiviclineError):
    """A reply could not be handed to the provider; `code` is the provider's own word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SendRefusedError(SendError):
    """The provider refuses for good; nothing was sent and nothing will be."""


class RecipientOptedOutError(SendRefusedError):
    """The number is on a list of opt-outs that the provider or the carrier keeps, such as that of toll-free numbers."""


class SendThrottledError(SendError):
    """The provider asks to come back later; nothing was sent."""


class SendUnsettledError(SendError):
    """The call ended without an answer: whether the reply was sent is unknown, so it is never sent again by itself."""
