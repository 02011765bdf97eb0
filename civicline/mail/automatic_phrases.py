"""What answering machines write, in the languages that offices meet; the words of `auto_reply`."""

import re

_LOOKED_AT_CHARS = 1_500
"""A machine says at once what it is; further down people quote machines."""


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_BOUNCE_SUBJECT = _any(
    r"^undelivered mail returned to sender",
    r"^undeliver(?:able|ed)(?: mail| message)?\s?:",
    r"^(?:mail )?delivery (?:status notification|failure\b|has failed|failed\b)",
    r"^delivery (?:status )?notification\b.*\b(?:fail|delay|success)",
    r"^mail delivery (?:failed|failure|system|subsystem)",
    r"^mail system error\b",
    r"^returned mail:",
    r"^(?:failure notice|warning: could not send message|message (?:delayed|delivery failure))\b",
    r"^(?:non[- ]remis|mensaje no entregado|no se puede entregar|correo no entregado|não foi possível entregar)\s?:",
    r"^(?:échec de la remise|notification d'échec|non recapitabile|onbestelbaar|unzustellbar)\b",
    r"^(?:mail delivery failed|undeliverable): returning message to sender",
    r"^(?:read|not read|leído|no leído|lu|non lu|gelesen|lido|letto|gelezen|delivered|relayed): .*\breceipt\b",
    r"^(?:return|read) receipt \((?:displayed|deleted|processed)\)",
)

_AUTOMATIC_SUBJECT = _any(
    r"^\[?(?:automatic|automated|auto|autom\.?)[- ]?(?:reply|response|answer|respond(?:er)?|acknowledge?ment)\]?\s?[:\-–|]",
    r"^\[?auto(?:reply|response|responder|matic reply)\]?\s?(?:[:\-–|]|$)",
    r"^auto:\s",
    r"^(?:respuesta|contestación|contestador) autom[aá]tic[ao]\b(?!.*\?)",
    r"^r[ée]ponse automatique\b(?!.*\?)",
    r"^(?:resposta|mensagem) autom[aá]tica\b(?!.*\?)",
    r"^automatische (?:antwort|nachricht|abwesenheits\w*)\b(?!.*\?)",
    r"^(?:automatisch (?:antwoord|bericht)|automatische beantwoording)\b(?!.*\?)",
    r"^(?:risposta|messaggio) automatic[ao]\b(?!.*\?)",
    r"^abwesenheits(?:notiz|nachricht|mitteilung|assistent)\b",
    r"^(?:autosvar|automatisk svar|automatiskt svar|automaattinen vastaus|frånvaro)\b",
    r"^(?:odpowied[zź] automatyczna|autoodpowied[zź]|automatick[áa] odpov[eě][dď])\b",
    r"^(?:автоматический ответ|автоответ|автовідповідь|автоматична відповідь)",
    r"^(?:otomatik (?:yanıt|cevap)|trả lời tự động|automatikus válasz|răspuns automat)",
    r"^(?:自動応答|自動返信|自动回复|自動回覆|자동 ?회신|자동 ?응답|رد تلقائي|ردّ تلقائي|awtomatikong tugon)",
)

_ABSENCE_SUBJECT = _any(
    r"\bout of (?:the )?(?:office|town)\b",
    r"\booo\b",
    r"\bo\.o\.o\.",
    r"\baway from (?:the |my )?(?:office|desk|e-?mail)\b",
    r"\b(?:on|annual|maternity|paternity|parental|medical|sick|family) (?:vacation|leave|holidays?)\b",
    r"\bi(?:'m| am) (?:away|out|on)\b",
    r"\b(?:currently |i am )?unavailable\b",
    r"\bfuera de (?:la )?oficina\b|\bausen(?:te|cia)\b|\bde vacaciones\b",
    r"\babsen(?:t|ce)\b|\ben (?:congés?|vacances)\b",
    r"\bfora d[oe] escrit[óo]rio\b|\baus[eê]n(?:te|cia)\b|\bde f[ée]rias\b",
    r"\babwesen(?:d|heit)\b|\bim urlaub\b|\bniet aanwezig\b|\bafwezig\b|\bfuori (?:sede|ufficio)\b",
    r"\bfuera del? trabajo\b|\bnieobecno",
    r"^(?:thank you|thanks) for (?:your (?:e-?mail|message|inquiry|enquiry|interest|patience)|contacting|reaching out|writing)",
    r"\b(?:we(?:'ve| have)? received|received|receipt of|confirm(?:ing|ation)(?: of)?) (?:your |of your )?(?:e-?mail|message|mail|inquiry|enquiry|request)\b",
    r"^(?:your (?:e-?mail|message|inquiry) (?:has been|was) received|message received|mailbox (?:is )?(?:full|closed|no longer))",
    r"^(?:gracias por (?:su|tu) (?:mensaje|correo)|hemos recibido su|merci (?:pour|de) votre|nous avons bien reçu"
    r"|obrigad[oa] pel[oa]|recebemos (?:a )?su?a|vielen dank für ihre)",
    r"\bno longer (?:with|works?|working|employed|monitored|in use)\b|\bhas (?:left|retired)\b|\bnew e-?mail address\b",
)

_ABSENCE_CUES: tuple[re.Pattern[str], ...] = (
    # being away, told by a person of himself
    _any(
        r"\b(?:i am|i'm|i will be|i'll be|i have been|we are|our office is|the office is) (?:currently |presently |now |also )?"
        r"(?:out of|away|on (?:\w+ )?(?:vacation|leave|holidays?|pto|travel)|out on|unavailable|travell?ing|attending|closed)",
        r"^(?:i am |i'm )?(?:currently )?out of (?:the )?office\b",
        r"\b(?:estoy|estaré|me encuentro|me encontraré) (?:actualmente )?(?:fuera|de vacaciones|ausente|de baja)",
        r"\bestamos (?:cerrados|fuera)|\bnuestra oficina (?:está|permanecerá) cerrada",
        r"\bje suis (?:actuellement |présentement )?(?:absente?|en (?:congés?|vacances|déplacement)|hors)|\bje serai absente?\b",
        r"\b(?:estou|estarei) (?:atualmente )?(?:fora|de férias|ausente|em licença)",
        r"\bich bin (?:derzeit |zurzeit |aktuell |momentan |bis |ab |vom |im )|\bich befinde mich\b",
        r"\bik ben (?:momenteel |tot |van |op |niet )|\bsono (?:attualmente |fuori|in ferie|assente)",
        r"\bjag är (?:på semester|ledig|inte|tillbaka|borta)|\bjestem (?:obecnie )?(?:nieobecn|na urlopie|poza)",
        r"\bя (?:сейчас |нахожусь )?(?:в отпуске|отсутствую|не в офисе)",
        r"休暇|不在|休假|外出|부재|휴가",
        r"\bno longer (?:with|works? (?:for|at|here)|employed|monitored|in use)\b|\bis (?:not|no longer) monitored\b",
        r"\b(?:has|have) (?:retired|left) (?:from )?(?:the|our)\b",
    ),
    # when one is back
    _any(
        r"\b(?:until|through|thru|returning|return(?:s|ed)?(?: to (?:the|my) office)?|back) (?:on |to (?:the )?office |in the office )?"
        r"(?:\w+day\b|\w+ \d{1,2}\b|\d{1,2}|\w+ the \d|next week|january|february|march|april|may|june|july|august|september|october|november|december|after)",
        r"\b(?:upon|on|after|following) my return\b|\bwhen i (?:return|get back|am back)\b|\bas soon as i(?: return|'m back| am back)\b",
        r"\bhasta el\b|\ba mi (?:regreso|vuelta|retorno)\b|\bregresaré\b|\bvolveré\b",
        r"\bjusqu'au\b|\bà mon retour\b|\bde retour le\b|\baté (?:o dia |dia )?\d|\bretornarei\b|\bquando (?:retornar|voltar)\b",
        r"\bbis (?:zum|einschließlich)\b|\bnach meiner rückkehr\b|\bwieder (?:zurück|im (?:büro|haus)|erreichbar)\b|\bab dem \d",
        r"\btot en met\b|\bterug op\b|\bfino al\b|\bal mio (?:rientro|ritorno)\b|\btillbaka\b|\bdo (?:dnia )?\d|\bпо возвращении\b|\bдо \d",
    ),
    # what to do meanwhile
    _any(
        r"\b(?:limited|no|intermittent|sporadic|infrequent|without|little) (?:or no )?access to (?:my )?(?:e-?mails?|messages|voicemail|phone|internet)\b",
        r"\bnot (?:be )?(?:checking|monitoring|able to (?:check|access|respond|reply))\b",
        r"\b(?:if|for|in case of)\b.{0,60}\b(?:urgent|immediate|emergenc|assistance|time[- ]sensitive)",
        r"\b(?:please|kindly) (?:contact|call|e-?mail|reach out to|direct|dial|refer|update your)\b",
        r"\b(?:acceso limitado|sin acceso)\b|\b(?:en caso de|para|si) .{0,40}\b(?:urgen\w+)\b|\b(?:contacte|comuníquese|póngase en contacto|diríjase)\b",
        r"\b(?:en cas d'|pour toute|si) ?.{0,40}\burgen\w+|\b(?:veuillez|merci de) (?:contacter|vous adresser)\b",
        r"\b(?:em caso de|para|casos?) .{0,40}\burg[eê]n\w+|\b(?:entre em contato|contate|contacte)\b",
        r"\bin dringenden fällen\b|\bwenden sie sich\b|\be-?mails? (?:werden|wird) nicht\b|\bvoor (?:dringende|spoed)\b|\bin caso di urgenza\b",
        r"\bvid brådskande\b|\bw (?:pilnych )?sprawach pilnych\b|\bw pilnych sprawach\b|\bсрочн",
    ),
    # an acknowledgement
    _any(
        r"\bthank(?:s| you) (?:very much )?for (?:your (?:recent )?(?:e-?mail|message|inquiry|enquiry|note|interest|correspondence)|contacting|reaching out|writing|getting in touch)",
        r"\b(?:we|i) (?:have|'ve) received your\b|\bhas been received\b|\bwe will (?:respond|reply|get back|review|be in touch)",
        r"\b(?:i|we)(?: will|'ll) (?:respond|reply|get back|answer|return)\b|\bwithin (?:\w+ )?(?:\(?\d+\)? )?(?:business|working) (?:days?|hours?)\b",
        r"\bgracias por (?:su|tu|comunicarse|contactar|escribir)|\bhemos recibido su\b|\ble responderemos\b|\bresponder[ée]\b",
        r"\bmerci (?:pour|de) votre\b|\bnous avons bien reçu\b|\bje (?:vous )?(?:répondrai|prendrai|traiterai)\b|\bnous vous répondrons\b",
        r"\bobrigad[oa] pel[oa]|\brecebemos su?a\b|\bresponderei\b|\bresponderemos\b",
        r"\bvielen dank für ihre\b|\bwir haben ihre\b|\bihre (?:nachricht|e-?mail) (?:wird|wurde)\b|\bbedankt voor\b|\bgrazie per\b|\btack för\b|\bdziękuj",
    ),
    # saying that one is a machine
    _any(
        r"\bthis is an? (?:automated|automatic|auto[- ]?generated|auto[- ]?reply|auto[- ]?response|computer[- ]generated)\b",
        r"\b(?:automated|automatic|auto[- ]?generated) (?:reply|response|message|e-?mail|acknowledge?ment|notification)\b",
        r"\b(?:please )?do not (?:reply|respond) (?:directly )?to this (?:e-?mail|message)\b",
        r"\b(?:este es un|esta es una) (?:mensaje|respuesta|correo)(?: generad[oa])? autom[áa]tic[oa]|\bno responda a este\b",
        r"\b(?:ceci est un|message généré) .{0,30}automatique|\bne pas répondre à ce\b",
        r"\b(?:esta é uma|mensagem) .{0,20}automática\b|\bnão responda a est[ea]\b",
        r"\bdies ist eine automatisch|\bdit is een automatisch|\bquesto è un messaggio automatico|\bdetta är ett automatiskt",
    ),
)

_TICKET_TEXT = _any(
    r"^\W*##-? ?please (?:type|reply|write)",
    r"^\W*(?:-+ ?)?(?:please )?(?:reply|type your reply|write a reply) above this line",
    r"\byour (?:request|ticket|case|inquiry|enquiry|issue|submission|report)\b.{0,60}\b(?:has been|was|is) (?:received|created|opened|submitted|registered|updated|assigned|logged|closed|resolved|being reviewed)",
    r"\ba (?:new )?(?:support )?(?:ticket|case|request) (?:has been|was) (?:created|opened|logged)",
    r"\bto add (?:additional )?comments?,? (?:please )?reply to this e-?mail",
    r"\b(?:su|tu) (?:solicitud|caso|ticket)\b.{0,40}\bha sido (?:recibid|cread|registrad|abiert)",
    r"\bvotre (?:demande|ticket)\b.{0,40}\ba (?:bien )?été (?:reçue?|créée?|enregistrée?)",
    r"\b(?:sua solicitação|seu chamado|seu ticket)\b.{0,40}\bfoi (?:recebid|criad|registrad|abert)",
)
_TICKET_SUBJECT = _any(
    r"[\[(]?(?:ticket|case|request|incident|issue|ref|sr|inc|tkt|helpdesk|support|caso|solicitud|demande|chamado)\b.{0,12}?[#:\- ]?\s?[a-z]{0,5}-?\d{3,}",
    r"#\d{3,}",
    r"\b(?:ticket|request|case|solicitud|demande)\b.{0,30}\b(?:received|created|opened|updated|recibida|reçue)",
)


def is_bounce_subject(subject: str) -> bool:
    """Whether the subject is that of a bounce or a receipt."""
    return bool(_BOUNCE_SUBJECT.search(subject))


def is_absence_note(subject: str, text: str) -> bool:
    """Whether subject and opening words are those of an absence note or an acknowledgement.

    A subject that only programs write is enough. Any other needs a text that says two of: I am away, I am back then,
    do this meanwhile, I acknowledge, I am a machine; without a telling subject, three.
    """
    if _AUTOMATIC_SUBJECT.search(subject):
        return True
    opening = " ".join(text[:_LOOKED_AT_CHARS].split())
    cues = sum(cue.search(opening) is not None for cue in _ABSENCE_CUES)
    return cues >= (2 if _ABSENCE_SUBJECT.search(subject) else 3)


def is_ticket_receipt(subject: str, text: str) -> bool:
    """Whether a help-desk program acknowledges or updates a request: by subject and text together."""
    opening = " ".join(text[:_LOOKED_AT_CHARS].split())
    return bool(_TICKET_SUBJECT.search(subject) and _TICKET_TEXT.search(opening))
