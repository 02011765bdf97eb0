"""Screening: what must be noticed before any model is asked."""

from dataclasses import dataclass, replace
from enum import StrEnum

from civicline.domain.channel import Channel
from civicline.domain.emergencies.emergency import detect_emergency
from civicline.domain.ids import MessageId
from civicline.domain.opting_out.opt_out import Keyword, decide_keyword
from civicline.domain.people.phone import only_number_in
from civicline.domain.phrases import plain_form
from civicline.domain.received.message import MessageText
from civicline.domain.topics.classification import UNDETERMINED_LANGUAGE


class Gate(StrEnum):
    """A finding that decides a message by itself; NONE lets it go on to the model."""

    EMERGENCY = "emergency"
    AUTOMATIC_MAIL = "automatic_mail"
    UNTRUSTED = "untrusted"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    EMPTY = "empty"
    DUPLICATE = "duplicate"
    ZIP_ANSWER = "zip_answer"
    ANSWER = "answer"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The gate that a message met and the evidence for it.

    `opt_out_evidence` are the words that opt out, whichever gate decides: "stop texting me or I'll kill you" is a
    threat and an opt-out. `scopes` are the channels that an opt-out or opt-in speaks of: "stop texting me" in an
    e-mail stops texts. `language` is known where the evidence gives it away.
    `named_phone` is the one number (E.164) that a mail names which opts out of texts.
    `is_forged` says that the sender is not who the mail names. `duplicate_of` is the message of the same
    sender that this one repeats.
    """

    gate: Gate
    evidence: str = ""
    opt_out_evidence: str = ""
    scopes: tuple[Channel, ...] = ()
    language: str = UNDETERMINED_LANGUAGE
    is_forged: bool = False
    duplicate_of: MessageId | None = None
    named_phone: str | None = None

    @property
    def needs_model(self) -> bool:
        """Whether the model has a say."""
        return self.gate is Gate.NONE

    def opts_out_of(self, channel: Channel) -> bool:
        """Whether the sender asks for no more messages by this channel."""
        return bool(self.opt_out_evidence) and channel in self.scopes

    def without_opt_in(self) -> "Screening":
        """For somebody who never opted out: who writes START asks what this is."""
        return replace(self, gate=Gate.HELP) if self.gate is Gate.OPT_IN else self

    def without_yes(self) -> "Screening":
        """For somebody who never opted out: YES is a word like any other, and answers whatever was asked."""
        is_yes = self.gate is Gate.OPT_IN and plain_form(self.evidence) in _YES
        return Screening(gate=Gate.NONE) if is_yes else self

    def repeating(self, message: MessageId | None) -> "Screening":
        """The same screening of a message that repeats another; itself if there is none."""
        return replace(self, gate=Gate.DUPLICATE, duplicate_of=message) if message else self

    def saying(self, said: str) -> "Screening":
        """The same screening of a message that answers our question whether it was helped; itself behind a gate."""
        return replace(self, gate=Gate.ANSWER, evidence=said) if self.gate is Gate.NONE else self

    def answering(self, zip_code: str) -> "Screening":
        """The same screening of a message that only gives the ZIP code asked for; itself behind any other gate."""
        is_answer = zip_code and self.gate is Gate.NONE
        return replace(self, gate=Gate.ZIP_ANSWER, evidence=zip_code) if is_answer else self


_YES = frozenset({"yes", "si", "oui", "sim", "wi", "да"})
_GATE_OF_KEYWORD = {Keyword.OPT_OUT: Gate.OPT_OUT, Keyword.OPT_IN: Gate.OPT_IN, Keyword.HELP: Gate.HELP}


def screen(
    text: MessageText,
    channel: Channel,
    *,
    automatic: str | None,
    distrust: str | None,
    is_forged: bool = False,
    is_encrypted: bool = False,
) -> Screening:
    """Find the gate of a message: automatic mail, then emergency, then distrust, then the carriers' keywords.

    Of an encrypted mail only the subject can be read, which is no message to answer.

    An automatic mail is never treated as an emergency or an opt-out: a vacation notice that says "in an emergency
    call 911" is nobody's cry for help. `automatic` and `distrust` are the reasons found while the message was read. A
    forged mail may be a cry for help, but what it says of its sender is no word of theirs.
    """
    if automatic is not None:
        return Screening(gate=Gate.AUTOMATIC_MAIL, evidence=automatic)
    found = _keyword(text, channel)
    if emergency := detect_emergency(text.for_model):
        evidence = f"{emergency.kind}: {emergency.evidence}"
        if is_forged:
            return Screening(gate=Gate.EMERGENCY, evidence=evidence, language=emergency.language, is_forged=True)
        return replace(found, gate=Gate.EMERGENCY, evidence=evidence, language=emergency.language)
    if distrust is not None:
        return Screening(gate=Gate.UNTRUSTED, evidence=distrust, is_forged=is_forged)
    if is_encrypted and found.gate is Gate.NONE:
        return Screening(gate=Gate.EMPTY, evidence="encrypted")
    return found


def _keyword(text: MessageText, channel: Channel) -> Screening:
    """A mail may carry its keyword in the subject alone."""
    words = text.new if text.new.strip() else text.subject
    decision = decide_keyword(words, channel)
    gate = _GATE_OF_KEYWORD.get(decision.keyword)
    if gate is None:
        return Screening(gate=Gate.NONE if words.strip() else Gate.EMPTY)
    opts_out_of_texts = gate is Gate.OPT_OUT and Channel.SMS in decision.scope_channels and channel is Channel.EMAIL
    return Screening(
        gate=gate,
        named_phone=only_number_in(words) if opts_out_of_texts else None,
        evidence=decision.evidence,
        opt_out_evidence=decision.evidence if gate is Gate.OPT_OUT else "",
        scopes=decision.scope_channels,
    )
