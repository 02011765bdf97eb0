"""What can go wrong with a mail, as an error each.

MailError
  MailUnreadableError      nothing at all can be read from the bytes
  MailWithoutSenderError   nobody is named to whom an answer could go
  MailNotComposableError   a reply cannot be written as asked
"""


class MailError(Exception):
    """Any failure of reading or writing a mail."""


class MailUnreadableError(MailError):
    """The bytes hold neither a header nor a body."""


class MailWithoutSenderError(MailError):
    """Neither From nor Sender nor the envelope holds a valid address."""


class MailNotComposableError(MailError):
    """An address or a message id that the caller gave cannot stand in a header."""
