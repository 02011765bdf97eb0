"""What answering machines write, in the languages that offices meet; the words of `auto_reply`."""

from civicline.mail.patterns import any_of

_LOOKED_AT_CHARS = 1_500
"""A machine says at once what it is; further down people quote machines."""

_BOUNCE_SUBJECT = any_of(
    r"^undelivered mail returned to sender",
    r"^undeliver(?:able|ed)(?: mail| message)?\s?:",
    r"^delivery (?:failure|has failed|failed)\b",
    r"^(?:mail )?delivery (?:status )?notification\b",
    r"^mail delivery (?:failed|failure|system|subsystem)",
    r"^mail system error\b",
    r"^returned mail:",
    r"^failure notice\s*$",
    r"^warning: could not send message",
    r"^message (?:delayed|delivery failure)\b",
    r"^(?:mensaje|correo) no entregado\b|^no se puede entregar\s?:|^não foi possível entregar\s?:",
    r"^non[- ]remis\s?:|^échec de la remise\b|^notification d'échec\b",
    r"^unzustellbar\s?:|^onbestelbaar\s?:|^non recapitabile\s?:",
    r"^(?:return|read) receipt \((?:displayed|deleted|processed)\)",
)

_AUTOMATIC_SUBJECT = any_of(
    # English
    r"^(?:automatic|automated|auto)[- ]?(?:reply|response|answer|responder|acknowledge?ment)\s?(?:[:\-–|]|$)",
    r"^\[auto(?:matic|mated)?[- ]?(?:reply|response)\]",
    r"^auto:\s",
    # Spanish, French, Portuguese, Italian, Romanian
    r"^(?:respuesta|contestación) autom[aá]tica\s?(?:[:\-–]|$)",
    r"^r[ée]ponse automatique\s?(?:[:\-–]|$)",
    r"^(?:resposta|mensagem) autom[aá]tica\s?(?:[:\-–]|$)",
    r"^(?:risposta|messaggio) automatic[ao]\s?(?:[:\-–]|$)",
    r"^răspuns automat\b",
    # German, Dutch, Scandinavian, Finnish
    r"^automatische (?:antwort|nachricht|abwesenheits\w*)\s?(?:[:\-–]|$)",
    r"^abwesenheits(?:notiz|nachricht|mitteilung|assistent)\b",
    r"^automatisch (?:antwoord|bericht)\s?(?:[:\-–]|$)",
    r"^(?:autosvar|automatisk svar|automatiskt svar|automaattinen vastaus|frånvaro)\b",
    # Slavic, Hungarian, Turkish, Vietnamese
    r"^(?:odpowied[zź] automatyczna|autoodpowied[zź]|automatick[áa] odpov[eě][dď])\b",
    r"^(?:автоматический ответ|автоответ|автовідповідь|автоматична відповідь)",
    r"^(?:automatikus válasz|otomatik (?:yanıt|cevap)|trả lời tự động|awtomatikong tugon)",
    # Chinese, Japanese, Korean, Arabic
    r"^(?:自动回复|自動回覆|自動応答|自動返信|자동 ?회신|자동 ?응답|رد تلقائي)",
)

_TELLING_SUBJECT = any_of(
    # Absence, in English
    r"\bout of (?:the )?(?:office|town)\b",
    r"\booo\b|\bo\.o\.o\.",
    r"\baway from (?:the |my )?(?:office|desk|e-?mail)\b",
    r"\b(?:on|annual|maternity|paternity|parental|medical|sick|family) (?:vacation|leave|holidays?)\b",
    r"\bi(?:'m| am) (?:away|out|on)\b",
    r"\bunavailable\b",
    r"\bno longer (?:with|works?|working|employed|monitored|in use)\b",
    r"\bhas (?:left|retired)\b|\bnew e-?mail address\b",
    # Acknowledgement, in English
    r"^(?:thank you|thanks) for (?:your (?:e-?mail|message|inquiry|enquiry|interest|patience))",
    r"^(?:thank you|thanks) for (?:contacting|reaching out|writing)",
    r"\breceived your (?:e-?mail|message|mail|inquiry|enquiry|request)\b",
    r"^(?:your (?:e-?mail|message|inquiry) (?:has been|was) received|message received)",
    r"^mailbox (?:is )?(?:full|closed|no longer)",
    # Spanish, French, Portuguese
    r"\bfuera de (?:la )?oficina\b|\bausen(?:te|cia)\b|\bde vacaciones\b|^gracias por (?:su|tu)\b|^hemos recibido su\b",
    r"\babsen(?:te?|ce)\b|\ben (?:congés?|vacances)\b|^merci (?:pour|de) votre\b|^nous avons bien reçu\b",
    r"\bfora d[oe] escrit[óo]rio\b|\baus[eê]n(?:te|cia)\b|\bde f[ée]rias\b|^obrigad[oa] pel|^recebemos su?a\b",
    # German, Dutch, Italian, Polish
    r"\babwesen(?:d|heit)\b|\bim urlaub\b|^vielen dank für ihre\b",
    r"\b(?:niet aanwezig|afwezig|fuori (?:sede|ufficio)|nieobecno\w+)",
)

_LEAVE = r"on (?:\w+ )?(?:vacation|leave|holidays?|pto)"
_AWAY = any_of(
    r"\b(?:i am|i'm|we are|our office is|the office is) (?:\w{3,9}ly |now |also )?(?:out of|away|unavailable|closed)\b",
    rf"\b(?:i am|i'm) (?:\w{{3,9}}ly |now |also )?(?:out on|travell?ing|attending|{_LEAVE})",
    rf"\b(?:i will|i'll|we will) be (?:out|away|unavailable|closed|travell?ing|{_LEAVE})\b",
    r"\bi have been (?:out|away|on)\b",
    r"^(?:\w+,? )?(?:currently )?out of (?:the )?office\b",
    r"\bno longer (?:with|works? (?:for|at|here)|employed|monitored|in use)\b|\bis not monitored\b",
    r"\b(?:has|have) (?:retired|left) (?:from )?(?:the|our)\b",
    r"\b(?:estoy|estaré|me encuentro|me encontraré) (?:actualmente )?(?:fuera|de vacaciones|ausente|de baja)",
    r"\bestamos (?:cerrados|fuera)|\bnuestra oficina (?:está|permanecerá) cerrada",
    r"\bje (?:suis|serai) (?:\w+ment )?(?:absente?|en (?:congés?|vacances|déplacement)|hors)",
    r"\b(?:estou|estarei) (?:atualmente )?(?:fora|de férias|ausente|em licença)",
    r"\bich bin (?:derzeit|zurzeit|aktuell|momentan|bis|ab|vom|im) |\bich befinde mich\b",
    r"\bik ben (?:momenteel|tot|van|op|niet) |\bsono (?:attualmente|fuori|in ferie|assente)",
    r"\bjag är (?:på semester|ledig|inte|tillbaka|borta)|\bjestem (?:obecnie )?(?:nieobecn|na urlopie|poza)",
    r"\bя (?:сейчас |нахожусь )?(?:в отпуске|отсутствую|не в офисе)",
    r"休暇|不在|休假|外出|부재|휴가",
)

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_BACK = any_of(
    rf"\b(?:until|through|returning|returned?|back)(?: (?:on|to the office|in the office))* (?:\w+day|{_MONTH}|\d)",
    r"\b(?:until|back) (?:next|after|the) \w+",
    rf"\bfrom (?:\w+day,? )?(?:{_MONTH} )?\d.{{0,16}} (?:to|until|till|through) (?:\w+day,? )?(?:{_MONTH} )?\d",
    r"\b(?:upon|on|after|following) (?:my|our) return\b|\b(?:when|as soon as) i (?:return|get back|am back)\b",
    r"\bhasta el\b|\ba mi (?:regreso|vuelta|retorno)\b|\b(?:regresaré|volveré)\b",
    r"\bjusqu'au\b|\b(?:à|dès) mon retour\b|\bde retour le\b",
    r"\baté (?:o dia |dia )?\d|\bretornarei\b|\bquando (?:retornar|voltar)\b|\bno meu retorno\b",
    r"\bbis (?:zum|einschließlich)\b|\bnach meiner rückkehr\b|\bab dem \d",
    r"\bwieder (?:zurück|im (?:büro|haus)|erreichbar)\b",
    r"\btot en met\b|\bterug op\b|\bfino al\b|\bal mio (?:rientro|ritorno)\b|\btillbaka\b|\bdo (?:dnia )?\d|\bдо \d",
)

_MEANWHILE = any_of(
    r"\b(?:limited|no|intermittent|sporadic|little) (?:or no )?access to (?:my )?(?:e-?mails?|messages|voicemail)\b",
    r"\bnot (?:be )?(?:checking|monitoring|able to (?:check|access|respond|reply))\b",
    r"\b(?:if|for|in case of)\b.{0,60}\b(?:urgent|immediate|emergenc|assistance|time[- ]sensitive)",
    r"\b(?:please|kindly) (?:contact|call|e-?mail|reach out to|direct|dial|refer|update your)\b",
    r"\b(?:acceso limitado|sin acceso)\b|\b(?:en caso de|para|si) .{0,40}\burgen\w+",
    r"\b(?:contacte|comuníquese|póngase en contacto|diríjase)\b",
    r"\b(?:en cas d'|pour toute|si) ?.{0,40}\burgen\w+|\b(?:veuillez|merci de) (?:contacter|vous adresser)\b",
    r"\b(?:em caso de|para|casos?) .{0,40}\burg[eê]n\w+|\b(?:entre em contato|contate)\b",
    r"\bin dringenden fällen\b|\bwenden sie sich\b|\be-?mails? (?:werden|wird) nicht\b",
    r"\bvoor (?:dringende|spoed)\b|\bin caso di urgenza\b|\bvid brådskande\b|\bsprawach pilnych\b|\bсрочн",
)

_PROMISED = any_of(
    r"\b(?:we|i)(?: have|'ve) received your\b|\bhas been received\b",
    r"\b(?:will|'ll) (?:respond|reply|get back|answer|return your|review|be in touch)\b",
    r"\bwithin (?:\w+ )?(?:\(?\d+\)? )?(?:business|working) (?:days?|hours?)\b",
    r"\bhemos recibido su\b|\bresponder(?:emos|[ée])\b|\bnous avons bien reçu\b|\b(?:je|nous) vous répond\w+",
    r"\brecebemos su?a\b|\bresponder(?:ei|emos)\b",
    r"\bwir haben ihre\b|\bihre (?:nachricht|e-?mail) (?:wird|wurde)\b",
)

_THANKED = any_of(
    r"\bthank(?:s| you) (?:very much )?for your (?:recent )?(?:e-?mail|message|inquiry|enquiry|note|interest|letter)",
    r"\bthank(?:s| you) (?:very much )?for (?:contacting|reaching out|writing|getting in touch)",
    r"\bgracias por (?:su|tu|comunicarse|contactar|escribir)|\bmerci (?:pour|de) votre\b|\bobrigad[oa] pel[oa]",
    r"\bvielen dank für ihre\b|\bbedankt voor\b|\bgrazie per\b|\btack för\b|\bdziękuj",
)

_MACHINE = any_of(
    r"\bthis is an? (?:automated|automatic|auto[- ]?(?:generated|reply|response)|computer[- ]generated)\b",
    r"\b(?:automated|automatic|auto[- ]?generated) (?:reply|response|message|e-?mail|acknowledge?ment|notification)\b",
    r"\bdo not (?:reply|respond) (?:directly )?to this (?:e-?mail|message)\b",
    r"\b(?:mensaje|respuesta|correo)(?: generad[oa])? autom[áa]tic[oa]\b|\bno responda a este\b",
    r"\b(?:message|réponse|courriel) .{0,20}automatique|\bne pas répondre à ce\b",
    r"\bmensagem .{0,20}automática\b|\bnão responda a est[ea]\b",
    r"\bdies ist eine automatisch|\bdit is een automatisch",
    r"\bquesto è un messaggio automatico|\bdetta är ett automatiskt",
)

_ONLY_MACHINES = any_of(
    r"^.{2,60} would like to recall the message\b",
    r"\bprotecting (?:myself|my inbox) from (?:receiving )?(?:junk|unwanted|spam)\b",
    r"\bclick (?:on )?the link below so (?:that )?(?:i|we) can receive your e-?mails?\b",
)

_CUES = (_AWAY, _BACK, _MEANWHILE, _PROMISED, _MACHINE)

_TICKET_STATE = (
    r"(?:received|created|opened|submitted|registered|updated|assigned|logged|closed|resolved|solved|being reviewed)"
)
_TICKET_TEXT = any_of(
    r"^\W*##-? ?please (?:type|reply|write)",
    r"^\W*(?:please )?(?:type |write )?(?:your |a )?reply above this line",
    rf"\byour (?:request|ticket|case|inquiry|enquiry|issue|submission|report)\b.{{0,60}}\b(?:been|is) {_TICKET_STATE}",
    rf"\ba (?:new )?(?:support )?(?:ticket|case|request) (?:has been|was) {_TICKET_STATE}",
    rf"\b(?:ticket|case|request|incident) \W?#?[\w-]{{1,20}} (?:has been|was|is) (?:now )?{_TICKET_STATE}",
    r"\bto add (?:additional )?comments?,? (?:please )?reply to this e-?mail",
    r"\b(?:su|tu) (?:solicitud|caso|ticket)\b.{0,40}\bha sido (?:recibid|cread|registrad|abiert)",
    r"\bvotre (?:demande|ticket)\b.{0,40}\ba (?:bien )?été (?:reçue?|créée?|enregistrée?)",
    r"\b(?:sua solicitação|seu chamado|seu ticket)\b.{0,40}\bfoi (?:recebid|criad|registrad|abert)",
)
_TICKET_SUBJECT = any_of(
    r"\b(?:ticket|case|request|incident|issue|ref|sr|inc|tkt|helpdesk|support|caso|solicitud|demande)\b.{0,16}\d{3,}",
    r"\b(?:inc|req|ritm|chg|sr|ref|tkt)[-#: ]?\d{3,}",
    r"\bchamado\b.{0,16}\d{3,}",
    r"#\s?[a-z]{0,5}-?\d{3,}|\[[a-z]{2,10}-\d+\]",
    r"\b(?:ticket|request|case|solicitud|demande|solicitação)\b.{0,30}\b(?:received|created|opened|updated|recibida|reçue)",
)


def is_bounce_subject(subject: str) -> bool:
    """Whether the subject is that of a bounce or a receipt."""
    return bool(_BOUNCE_SUBJECT.search(subject))


def is_absence_note(subject: str, text: str) -> bool:
    """Whether subject and opening words are those of an absence note or an acknowledgement.

    A subject or a sentence that only programs write is enough. Any other subject needs a text that says three of: I am
    away, I am back then, do this meanwhile, you will hear from me, I am a machine. Under a telling subject two suffice,
    thanks count too, and a question, which machines seldom ask, calls for one more.
    """
    opening = _opening(text)
    if _AUTOMATIC_SUBJECT.search(subject) or _ONLY_MACHINES.search(opening):
        return True
    cues = sum(cue.search(opening) is not None for cue in _CUES)
    if not _TELLING_SUBJECT.search(subject):
        return cues >= 3
    return cues + bool(_THANKED.search(opening)) >= (3 if "?" in opening else 2)


def is_ticket_receipt(subject: str, text: str) -> bool:
    """Whether a help-desk program acknowledges or updates a request: by subject and text together."""
    return bool(_TICKET_SUBJECT.search(subject) and _TICKET_TEXT.search(_opening(text)))


def _opening(text: str) -> str:
    return " ".join(text[:_LOOKED_AT_CHARS].replace("’", "'").split())
