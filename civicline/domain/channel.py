"""The ways in which a constituent reaches an office."""

from enum import StrEnum


class Channel(StrEnum):
    """A channel of the glossary; the value is what tables, metrics and screens show."""

    SMS = "sms"
    EMAIL = "email"
