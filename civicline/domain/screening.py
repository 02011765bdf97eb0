"""Screening: what must be noticed before any model is asked."""

from dataclasses import dataclass
from enum import StrEnum

from civicline.domain.channel import Channel
from civicline.domain.classification import UNDETERMINED_LANGUAGE
from civicline.domain.emergency import detect_emergency
from civicline.domain.message import MessageText
from civicline.domain.opt_out import Keyword, decide_keyword


class Gate(StrEnum):
    """A finding that decides a message by itself; NONE lets it go on to the model."""

    EMERGENCY = "emergency"
    AUTOMATIC_MAIL = "automatic_mail"
    UNTRUSTED = "untrusted"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    EMPTY = "empty"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The gate that a message met and the evidence for it.

    `scope` is the channel that an opt-out or opt-in speaks of: an e-mail saying "stop texting me" stops texts.
    """

    gate: Gate
    evidence: str = ""
    scope: Channel | None = None
    language: str = UNDETERMINED_LANGUAGE

    @property
    def needs_model(self) -> bool:
        """Whether the model has a say."""
        return self.gate is Gate.NONE


_GATE_OF_KEYWORD = {Keyword.OPT_OUT: Gate.OPT_OUT, Keyword.OPT_IN: Gate.OPT_IN, Keyword.HELP: Gate.HELP}


def screen(text: MessageText, channel: Channel, *, automatic: str | None, distrust: str | None) -> Screening:
    """Find the gate of a message: automatic mail, then emergency, then distrust, then the carriers' keywords.

    An automatic mail is never treated as an emergency or an opt-out: a vacation notice that says "in an emergency
    call 911" is nobody's cry for help. `automatic` and `distrust` are the reasons found while the message was read.
    """
    if automatic is not None:
        return Screening(gate=Gate.AUTOMATIC_MAIL, evidence=automatic)
    if emergency := detect_emergency(text.for_model):
        evidence = f"{emergency.kind}: {emergency.evidence}"
        return Screening(gate=Gate.EMERGENCY, evidence=evidence, language=emergency.language)
    if distrust is not None:
        return Screening(gate=Gate.UNTRUSTED, evidence=distrust)
    return _keyword(text, channel)


def _keyword(text: MessageText, channel: Channel) -> Screening:
    """A mail may carry its keyword in the subject alone."""
    words = text.new if text.new.strip() else text.subject
    decision = decide_keyword(words, channel)
    if gate := _GATE_OF_KEYWORD.get(decision.keyword):
        return Screening(gate=gate, evidence=decision.evidence, scope=decision.scope_channel)
    return Screening(gate=Gate.NONE if words.strip() else Gate.EMPTY)
