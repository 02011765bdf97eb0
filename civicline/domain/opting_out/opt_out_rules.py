"""What a rule of the opt-out tables is, and the words that all tables share.

The tables themselves are in `opt_out_english` and `opt_out_languages`; `opt_out` reads a message against them. A rule
knows how much of the message its words must be, because that tells a demand on the office from an opinion:

    "STOP"                                the whole message: an opt-out
    "we have got to STOP this bill"       the same word within a message: an opinion, whatever its case
    "please take me off your list"        a whole clause, but for words of courtesy: an opt-out
    "I moved away please remove me"       the end of a clause, for people who write without marks: an opt-out
    "I moved, stop texting me thanks"     words that can mean nothing else, wherever they stand
"""

from dataclasses import dataclass
from enum import StrEnum

from civicline.domain.phrases import listed, plain_form


class Keyword(StrEnum):
    """What a message asks of the sending itself, apart from its matter."""

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    NONE = "none"


class Reach(StrEnum):
    """How much of the message the words of a rule must be."""

    CLAUSE = "clause"
    ENDING = "ending"
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordRow:
    """Keywords that are the whole message, but for words of courtesy.

    `is_strong` keywords speak of the sending and nothing else, so "STOP 12345", "reply STOP" and "stop all of it now"
    are still keywords. The others are everyday words ("cancel", "end") and stand alone or with "please".
    """

    keyword: Keyword
    is_strong: bool
    source: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Phrases that ask for the same thing, written as in `civicline.domain.phrases`.

    `unless_before` are phrases which, beginning earlier in the clause, take the sense away ("don't stop texting me").
    `unless_anywhere` do so from anywhere in the message ("don't call me, text me").
    """

    name: str
    keyword: Keyword
    reach: Reach
    phrases: tuple[str, ...]
    unless_before: tuple[str, ...] = ()
    unless_anywhere: tuple[str, ...] = ()


def _words(text: str) -> frozenset[str]:
    return frozenset(plain_form(word) for word in text.split())


COURTESY = _words(
    """
    please pls plz plse pleas kindly thanks thank thx ty you u now ok okay sir madam maam hi hello hey dear just
    por favor gracias porfavor porfa ya senor senora hola sil vous te plait svp merci maintenant bonjour
    obrigado obrigada agora ola tanpri souple mesi kounye a xin vui long cam on lam on 请 請 谢 謝 您 你 了 吧
    пожалуйста спасибо من فضلك شكرا
    """
)
"""Words that change nothing beside any keyword."""

STRONG_COMPANY = _words(
    """
    reply text txt send texting who dis texto no all it this that these them everything everyone immediately
    asap already again away today to 2 end quit cancel forever anymore messages message msg msgs texts sms too
    fucking fuckin damn dammit goddamn bro dude yall lol ahora mismo inmediatamente todo todos responder mensaje
    mensajes textos
    """
)
"""Words that change nothing beside a strong keyword: "Reply STOP", "stop it", "STOP TO END", "stop all messages"."""

LEAD_IN = COURTESY | _words(
    """
    i im id ill ive we weve wed us my me mine you u ur your yall want wanted wants need needed like would wish
    to be been being can could will must should have had has do does did how where what is am was were are this
    so and but or then also really honestly seriously again asap immediately hereby request requesting ask
    asking asked told tell telling said say times time already repeatedly many several three two third second
    last final for the of god heaven heavens sake love still let make trying try get got sick tired enough
    fucking fuckin damn goddamn hell right away today yes no nope not interested because it its way there
    possible possibly way folks guys people ladies gentlemen city county office immediately here hereby demand
    demanding insist simply good morning afternoon evening day team staff quiero quisiera deseo necesito pido
    solicito puede pueden podria podrian podrias puedes lo siento sorry como me le les yo que se favor usted
    ustedes je veux voudrais souhaite comment desire pouvez quero gostaria desejo preciso como eu nos voce voces
    mwen m vle ta toi minh muon lam sao 我 想 要 我要 怎 么 麼 如 何 們 们
    """
)
"""Words that may stand before the demand in its clause: they speak of the writer and the office, not of a matter."""

TAIL = COURTESY | _words(
    """
    anymore more any again ever at all right away already immediately asap today forever permanently this
    instant from you me your in the future ahead going forward and with to it so much or i will sue else im
    serious really fucking damn number phone cell texts text messages sms emails email list thread service
    office mas nunca jamas ahora mismo inmediatamente usted ustedes a este numero telefono plus jamais numero
    mais nunca desse ankò anko nua 了 吧 啊
    """
)
"""Words that may follow the demand in its clause."""

EMAIL_WORDS = listed(
    """
    email~, emial~, e mail, e mails, e mailing, newsletter~, inbox, mailing, correo/correos, courriel~
    邮件, 電郵, 郵件, 电邮
    """
)
"""Words that name e-mail within an opt-out."""

SMS_WORDS = listed(
    """
    text/texts/texting/texted/txt/txts/txting, sms, call/calls/calling/called, phone, cell, number
    texto/textos/textear/textearme/texteando, numero/telefono/celular, llamar/llamarme/llamen/llamando/llamadas
    短信, 简讯, 簡訊, nhắn tin, tin nhắn
    """
)
"""Words that name texts, or the phone at all, within an opt-out."""
