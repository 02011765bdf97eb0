"""How people write proposals: one row for each name, with its spellings in English and Spanish.

References follow the letters that a legislature prints before its numbers, without points: HB 1234, HR 5, S 45.
Joint and concurrent resolutions are HJR and HCR however they are written (H.J.Res. 7, House Joint Resolution 7).
Federal forms: https://www.congress.gov/help/legislation-searching ("Legislation types").
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from civicline.domain.stances.proposal import ProposalKind
from civicline.domain.stances.proposal_context import Setting

_MARK = r"(?:\s*(?:no\.?|nos\.|num\.?|number|n[uú]m\.?|n[uú]mero|nº|n°|№|#))?\s*[#.\-–‑]?\s*"
_BILL_NUMBER = r"(?P<number>\d{2}-\d{3,4}|\d{1,2},\d{3}|0*[1-9]\d{0,4}(?:-FN)?)(?P<suffix>(?-i:[A-Z]))?"
_YEARLY = r"(?P<number>(?:[A-Z]{1,4}-?)?\d{1,6}(?:[-–‑/.]\d{1,6}){0,2}(?P<suffix>[A-Z])?)"
_BY_YEAR = r"(?P<number>\d{2,4}[-–‑]\d{1,6})(?P<suffix>[A-Z])?"
_DASHES = str.maketrans("–‑—", "---")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way of writing a proposal, and the setting without which it means something else."""

    kind: ProposalKind
    pattern: re.Pattern[str]
    reference: Callable[[re.Match[str]], str]
    setting: Setting = Setting.ANY


def _number(match: re.Match[str]) -> str:
    found = match["number"].translate(_DASHES).replace(",", "").upper()
    suffix = match.groupdict().get("suffix") or ""
    number = found if "-" in found else found.lstrip("0")
    return number if number.endswith(suffix) else number + suffix


def _prefixed(prefix: str) -> Callable[[re.Match[str]], str]:
    return lambda match: f"{prefix} {_number(match)}"


def _rules(
    kind: ProposalKind, prefix: str, spellings: str, number: str, setting: Setting, mark: str = _MARK
) -> Iterator[Rule]:
    pattern = re.compile(rf"(?<![\w.-])(?:{spellings}){mark}{number}", re.IGNORECASE)
    yield Rule(kind=kind, pattern=pattern, reference=_prefixed(prefix), setting=setting)


_OF_HOUSE, _OF_SENATE = r"(?:de |en )?la c[aá]mara(?: de representantes)?", r"del senado"
_BILL = r"(?:bill|file)"

_PLAIN_BILLS = {
    "HB": rf"H\.?\s?B\.?|house bill|proyecto(?: de ley)? {_OF_HOUSE}|ley {_OF_HOUSE}",
    "SB": rf"S\.?B\.?|senate bill|proyecto(?: de ley)? {_OF_SENATE}|ley {_OF_SENATE}",
    "AB": r"(?-i:A\.?B\.?|ab)|assembly bill|proyecto(?: de ley)? de la asamblea",
    "HR": r"(?-i:H\.\s?R\.?|HR)",
    "HF": r"(?-i:H\.?F\.?)|house file",
    "Bill": r"proyecto de ley",
}
_BILLS_IN_SETTING = {
    "HR": r"h\.?\s?r\.?",
    "SF": r"(?-i:S\.?F\.?)|senate file",
    "LD": r"(?-i:L\.?D\.?)|legislative document",
    "LB": r"(?-i:L\.?B\.?)|legislative bill",
    "Bill": r"(?<!my )(?<!water )(?<!electric )(?<!gas )(?<!medical )(?<!hospital )(?<!phone )(?<!tax )bill",
    "Intro": r"int(?:ro(?:duction)?)?\.?",
    "S": r"(?-i:S\.?)",
}
_RESOLUTIONS = {
    "HJR": r"H\.?\s?J\.?\s?R(?:es)?\.?|house joint res(?:olution|\.)?|resoluci[oó]n conjunta de la c[aá]mara",
    "SJR": r"S\.?\s?J\.?\s?R(?:es)?\.?|senate joint res(?:olution|\.)?|resoluci[oó]n conjunta del senado",
    "HCR": r"H\.?\s?C(?:on)?\.?\s?R(?:es)?\.?|house concurrent res(?:olution|\.)?",
    "SCR": r"S\.?\s?C(?:on)?\.?\s?R(?:es)?\.?|senate concurrent res(?:olution|\.)?",
    "AJR": r"(?-i:AJR)|assembly joint resolution",
    "ACR": r"(?-i:ACR)|assembly concurrent resolution",
    "ACA": r"(?-i:ACA)|assembly constitutional amendment",
    "SCA": r"(?-i:SCA)|senate constitutional amendment",
    "HRes": r"H\.?\s?Res\.?|house resolution|resoluci[oó]n de la c[aá]mara",
    "SRes": r"S\.?\s?Res\.?|senate resolution|resoluci[oó]n del senado",
}
_BALLOT = {
    "Prop": r"prop\.?|proposition|proposici[oó]n|propuesta",
    "Measure": r"(?:ballot )?measure|medida",
    "Initiative": r"initiative|iniciativa|(?-i:I)(?=-\d{4}\b)",
    "Referendum": r"referendum(?: measure)?|refer[eé]ndum",
    "State Question": r"state question|(?-i:SQ)",
    "Proposal": r"(?:ballot )?proposal",
    "Question": r"(?:ballot )?question|pregunta",
    "Issue": r"(?:ballot )?issue",
    "Amendment": r"(?<!senate )(?<!house )(?:constitutional |charter |ballot )?amendment|enmienda",
}
_UNSURE_BALLOT = {"Measure", "Initiative", "Proposal", "Question", "Issue", "Amendment"}
_LOCAL = {
    (ProposalKind.ORDINANCE, "Ordinance"): r"ordinance|ordenanza",
    (ProposalKind.ORDINANCE, "Local Law"): r"local law",
}
_LOCAL_IN_SETTING = {
    (ProposalKind.ORDINANCE, "Ordinance"): r"ord\.?",
    (ProposalKind.RESOLUTION, "Resolution"): r"res\.|resolution|resoluci[oó]n",
}
_CODES = (
    r"Z|ZA|ZC|ZM|ZR|ZBA|ZON|ZONE|RZ|REZ|REZN|CUP|SUP|VAR|VA|PUD|PD|PC|PLN|PLAN|PZ|PZC|BZA|BOA|DRB|DR|HPC|SP|SPR|SUB|CPA"
    r"|GPA|LUP|LU|UP|CU|ANX|TA"
)


def _numbered() -> Iterator[Rule]:
    for prefix, spellings in _PLAIN_BILLS.items():
        setting = Setting.OFF_ROAD if prefix == "SB" else Setting.ANY
        yield from _rules(ProposalKind.BILL, prefix, spellings, _BILL_NUMBER, setting)
    council = r"(?P<number>\d{4,6})"
    yield from _rules(ProposalKind.BILL, "Council Bill", r"council bill|(?-i:CB)", council, Setting.ANY)
    for prefix, spellings in _BILLS_IN_SETTING.items():
        yield from _rules(ProposalKind.BILL, prefix, spellings, _BILL_NUMBER, Setting.LAW)
    for prefix, spellings in _RESOLUTIONS.items():
        yield from _rules(ProposalKind.RESOLUTION, prefix, spellings, _BILL_NUMBER, Setting.ANY)
    yield from _rules(ProposalKind.RESOLUTION, "SRes", r"(?-i:SR)", _BILL_NUMBER, Setting.LAW)
    yield from _rules(  # a New York or New Jersey assembly bill; "A 1234" apart is an article and an amount
        ProposalKind.BILL,
        "A",
        r"(?-i:A)",
        r"(?P<number>[1-9]\d{2,4})(?P<suffix>(?-i:[A-Z]))?",
        Setting.LAW,
        r"[.\-]?\s?",
    )


def _washington() -> Rule:
    """Substitute and engrossed bills keep their letters: ESSB 5044, 2SHB 1110."""
    pattern = re.compile(rf"\b(?P<letters>(?:E[2-4]?S?|[2-4]?S)(?:HB|SB))\s?{_BILL_NUMBER}")
    return Rule(kind=ProposalKind.BILL, pattern=pattern, reference=lambda found: f"{found['letters']} {_number(found)}")


def _ballot() -> Iterator[Rule]:
    for prefix, spellings in _BALLOT.items():
        setting = Setting.LAW if prefix in _UNSURE_BALLOT else Setting.ANY
        number = r"(?P<number>\d{1,4})(?P<suffix>(?-i:[A-Z]))?(?!\s*:)"
        yield from _rules(ProposalKind.BALLOT_MEASURE, prefix, spellings, number, setting)
    for prefix in ("Prop", "Measure", "Proposal", "Question", "Issue"):
        letters = r"(?P<number>(?-i:[A-Z]{1,2}))(?<!\bI)(?=$|[^\w'’])"
        yield from _rules(ProposalKind.BALLOT_MEASURE, prefix, _BALLOT[prefix], letters, Setting.LAW, r"\s+")
    measure = r"(?P<number>\d{1,4})(?P<suffix>(?-i:[A-Z]))?"
    yield from _rules(ProposalKind.BALLOT_MEASURE, "Measure", r"(?-i:Measure|Medida)", measure, Setting.ANY)
    capitals = r"(?P<number>(?-i:[A-Z]{1,2}))(?=$|[^\w'’])"
    yield from _rules(ProposalKind.BALLOT_MEASURE, "Prop", r"(?-i:Prop\.?|Proposition)", capitals, Setting.ANY, r"\s+")
    yield from _rules(ProposalKind.BALLOT_MEASURE, "Measure", r"(?-i:Measure|Medida)", capitals, Setting.ANY, r"\s+")


def _local() -> Iterator[Rule]:
    for (kind, prefix), spellings in _LOCAL.items():
        yield from _rules(kind, prefix, spellings, _YEARLY, Setting.ANY)
    for (kind, prefix), spellings in _LOCAL_IN_SETTING.items():
        yield from _rules(kind, prefix, spellings, _YEARLY, Setting.LAW)
        yield from _rules(kind, prefix, spellings, _BY_YEAR, Setting.ANY)
    petition = r"(?P<number>(?:[A-Z]{1,3}-)?\d{2,4}[-–‑]\d{1,5})"
    yield from _rules(ProposalKind.PETITION, "Petition", r"petition|petici[oó]n", petition, Setting.ANY)
    code = rf"(?P<number>(?:{_CODES})[- ]?\d{{2,4}}[-–‑]\d{{1,6}}|(?:{_CODES})\d{{2}}[-–‑]\d{{1,6}})"
    bare = rf"(?<![\w-])(?:(?:case|file|docket|caso|expediente){_MARK})?{code}"
    yield Rule(kind=ProposalKind.CASE, pattern=re.compile(bare), reference=_case)
    said = r"(?P<number>(?:[A-Z]{1,5}[- ]?)?\d{1,6}(?:[-–‑]\d{1,6}){0,2})"
    spelt = re.compile(
        rf"(?<![\w-])(?<!my )(?<!mi )(?:case|docket|application|caso|expediente){_MARK}{said}", re.IGNORECASE
    )
    yield Rule(kind=ProposalKind.CASE, pattern=spelt, reference=_case, setting=Setting.LAND)


def _case(match: re.Match[str]) -> str:
    return "Case " + match["number"].translate(_DASHES).replace(" ", "-").upper()


def _agenda() -> Iterator[Rule]:
    number = r"(?P<number>\d{1,3}(?:\.\d{1,2})?)(?P<suffix>[a-z])?"
    on_agenda = r"(?=\W{1,3}(?:on|off|of|from|in|en|del?)\b[^.!?\n]{0,40}\b(?:agenda|docket|orden del d[ií]a)\b)"
    plain = {
        rf"(?:agenda|consent|council) item{_MARK}{number}",
        rf"(?:item|punto|tema|asunto){_MARK}{number}{on_agenda}",
    }
    for pattern in sorted(plain):
        compiled = re.compile(rf"(?<!\w){pattern}", re.IGNORECASE)
        yield Rule(
            kind=ProposalKind.AGENDA_ITEM, pattern=compiled, reference=lambda found: f"Item {_number(found).upper()}"
        )


_PLACE = (
    r"(?:\d{1,5}\s)?(?:(?:[NSEW]|North|South|East|West|the|la|el|calle|avenida)\.?\s)*"
    r"(?:[A-Z][\w']*|\d{1,3}(?:st|nd|rd|th))(?:\s(?:de\s|del\s)?(?:[A-Z][\w']*|\d{1,3}(?:st|nd|rd|th)))*"
)
_NAMED = {
    "rezoning": r"re-?zoning|zoning change|zone change|rezonificaci[oó]n|cambio de zonificaci[oó]n",
    "upzoning": r"up-?zoning",
    "annexation": r"annexation|anexi[oó]n",
}


def _named() -> Iterator[Rule]:
    """Land use only, whose words mean a proposal by themselves; other names cannot be told from mere subjects."""
    for name, spellings in _NAMED.items():
        place = rf"(?:\s(?:on|at|of|along|near|in|de|en|del)\s(?P<place>(?-i:{_PLACE})))?"
        pattern = re.compile(rf"(?<!\w)(?:{spellings}){place}", re.IGNORECASE)
        yield Rule(kind=ProposalKind.NAMED, pattern=pattern, reference=_name(name))


def _name(name: str) -> Callable[[re.Match[str]], str]:
    return lambda match: f"{name} on {' '.join(match['place'].split())}" if match["place"] else name


RULES = (*_numbered(), _washington(), *_ballot(), *_local(), *_agenda(), *_named())
