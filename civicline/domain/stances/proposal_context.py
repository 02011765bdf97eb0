"""What stands around a number that may name a proposal: law-making, land use, or something else altogether."""

import re
from enum import Enum, auto

REACH = 120
"""Characters on either side in which a word tells what a number is about."""


class Setting(Enum):
    """What must be spoken of nearby for a spelling to name a proposal."""

    ANY = auto()
    """Nothing: the spelling has no other common meaning."""
    OFF_ROAD = auto()
    """No traffic, unless law-making too: SB 405 is also a highway, southbound."""
    LAW = auto()
    """Law-making or voting: the spelling also means other things, as S 12 does."""
    LAND = auto()
    """Land use: a case number alone may be of a court, or of a constituent's own request."""


_LAW = re.compile(
    r"\b(?:bills?|laws?|legislat\w*|lawmakers?|vot(?:e|es|ed|ing|ar|en|o)|ballot|elections?|support\w*|oppos\w*"
    r"|pass(?:es|ed|age|ing)|pass(?= (?:it|this|the)\b|[.,!]|$)|(?:co-?)?sponsor\w*|senat(?:e|ors?)|congress\w*"
    r"|assembl\w+|committee|amend\w*|repeal\w*|veto\w*|(?:yes|no) (?:on|to)|in favou?r|against|reject\w*|enact\w*|kill"
    r"|resolutions?|representatives?|governor|position|floor|stance|proyectos?|ley(?:es)?|senad[oa]\w*|gobernador"
    r"|postura|c[aá]mara|apoy\w+|opo(?:n|ng)\w+|contra"
    r"|a favor|aprueb\w+|aprob\w+|rech[aá]\w+|boleta|enmienda\w*|referendum)\b",
    re.IGNORECASE,
)
_LAND = re.compile(
    r"\b(?:re-?zon\w*|zon(?:e|ing|ed)|variances?|plann(?:ing|ed)|plats?|annex\w*|subdivision|setbacks?|conditional use"
    r"|special use|site plan|land use|apartments?|hearing|board of|commission\w*|developers?|developments?|parcels?"
    r"|zonifica\w*|rezonifica\w*|varianza|urbanismo|audiencia|terrenos?|apartamentos)\b",
    re.IGNORECASE,
)
_ROAD = re.compile(
    r"\b(?:traffic|freeway|highway|hwy|interstate|exits?|ramp|off-?ramp|backed up|crash|accident|semi"
    r"|lanes? (?:closed|blocked)"
    r"|potholes?|mile marker|overpass|southbound|northbound|tr[aá]fico|autopista|carretera|bache|baches)\b",
    re.IGNORECASE,
)
_PLACE_BEFORE = re.compile(
    r"(?:\d\s?$|\b(?:apt|apartment|unit|suite|ste|lot|room|rm|bldg|building|gate|section|sec|row|seat|grade|type|blood"
    r"|vitamin|hepatitis|route|rte|line|bus|train|zone|district|plan|part|form|title|schedule|class|box|model|serial"
    r"|account|acct|invoice|policy|terminal|pier|hall|wing|corner of|apto|apartamento|unidad|edificio|ruta"
    r"|formulario)[.,:#]?\s*#?$)",
    re.IGNORECASE,
)
_MORE_AFTER = re.compile(
    r"\w|[/:.,%’'–-]\d|%|\s?(?:st|nd|rd|th|am|pm|a\.m|p\.m|h(?:ou)?rs?|min(?:ute)?s?|days?|weeks?|months?|years?|yrs?"
    r"|lbs?|pounds?|miles?|mi|feet|ft|inch(?:es)?|percent|dollars|units?|acres?|stor(?:y|ies)|people|employees"
    r"|street|ave|avenue|blvd|rd|road|dr|drive"
    r"|ln|lane|ct|court|horas?|d[ií]as?|a[nñ]os?|minutos?|personas)\b",
    re.IGNORECASE,
)
_STREET_AFTER = re.compile(r"\s+(?:[A-Z][\w.]*\s+){0,2}(?:St|Street|Ave|Avenue|Blvd|Rd|Road|Dr|Ln|Ct|Way|Pl)\b")


def is_in_setting(text: str, start: int, end: int, setting: Setting) -> bool:
    """Whether what a spelling needs is spoken of near the characters from `start` up to `end`."""
    if setting is Setting.ANY:
        return True
    around = text[max(0, start - REACH) : start] + " ~ " + text[end : end + REACH]
    if setting is Setting.LAND:
        return bool(_LAND.search(around))
    is_of_law = bool(_LAW.search(around))
    return is_of_law or (setting is Setting.OFF_ROAD and not _ROAD.search(around))


def is_something_else(text: str, start: int, end: int, setting: Setting) -> bool:
    """Whether the words next to it make a number an address, an amount, a time, a road or a part of a longer code."""
    if _MORE_AFTER.match(text, end):
        return True
    if setting is not Setting.LAW:
        return False
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    return bool(_PLACE_BEFORE.search(before) or _STREET_AFTER.match(after))
