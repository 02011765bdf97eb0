"""One row of a list, checked: a person with a number or an address, or what is wrong with it and what to do."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.phone import PhoneNumberError, parse_number
from civicline.mail.addresses import parse_address
from tools.constituent_lists.reading import RawRow

_SCIENTIFIC = re.compile(r"^\d+(?:[.,]\d+)?E\+?\d+$", re.IGNORECASE)
_LANGUAGES = {
    "english": "en", "ingles": "en", "inglés": "en", "spanish": "es", "español": "es", "espanol": "es",
    "chinese": "zh", "vietnamese": "vi", "korean": "ko", "russian": "ru", "arabic": "ar", "french": "fr",
    "portuguese": "pt", "haitian creole": "ht",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RowError:
    """What is wrong with one row. `problem` never repeats a whole row; it says what to do."""

    line: int
    column: str
    problem: str


def _not_scientific(value: str) -> str:
    if _SCIENTIFIC.match(value):
        raise ValueError("a spreadsheet has rounded this number: format the column as text and export again")
    return value


def _number(value: str) -> str:
    try:
        return parse_number(re.sub(r"\.0$", "", _not_scientific(value)))
    except PhoneNumberError as error:
        raise ValueError(str(error)) from None


def _address(value: str) -> str:
    parsed = parse_address(value)
    if parsed is None or "." not in parsed.address.rpartition("@")[2]:
        raise ValueError("not an e-mail address, such as maria@example.net: correct it or leave it empty")
    return ContactPoint.mail(parsed.address).value


def _zip_code(value: str) -> str:
    """Five digits, of which spreadsheets lose leading zeros."""
    bare = re.sub(r"\.0$", "", _not_scientific(value))
    match = re.fullmatch(r"(\d{3,5})(?:-?\d{4})?", bare)
    if match is None or (len(match[1]) < 5 and "-" in bare):
        raise ValueError("not a ZIP code: five digits, or nine as 80203-1234")
    return match[1].zfill(5)


def _language(value: str) -> str:
    known = _LANGUAGES.get(value.casefold(), value.casefold())
    if not re.fullmatch(r"[a-z]{2}", known):
        raise ValueError("not a language: write its ISO 639-1 code, such as en or es")
    return known


def _tags(value: object) -> object:
    parts = re.split(r"[;|,]", value) if isinstance(value, str) else []
    return tuple(dict.fromkeys(tag.strip() for tag in parts if tag.strip()))


class ListRow(BaseModel):
    """A row that can be imported."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(max_length=120)] = ""
    phone: Annotated[str, AfterValidator(_number)] | None = None
    email: Annotated[str, AfterValidator(_address)] | None = None
    zip: Annotated[str, AfterValidator(_zip_code)] | None = None
    address: Annotated[str, Field(max_length=200)] = ""
    language: Annotated[str, AfterValidator(_language)] | None = None
    tags: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], BeforeValidator(_tags), Field(max_length=20)] = ()
    id: Annotated[str, Field(max_length=80, pattern=r"^[^\s#][^#]*$")] = ""
    extra: Annotated[str, Field(max_length=0)] = ""

    @model_validator(mode="after")
    def _reachable(self) -> "ListRow":
        if not (self.phone or self.email):
            raise ValueError("neither a telephone number nor an e-mail address: add one or remove the row")
        return self

    @property
    def contact_points(self) -> tuple[ContactPoint, ...]:
        """Where the person can be reached, by number first."""
        numbers = (ContactPoint.phone(self.phone),) if self.phone else ()
        return numbers + ((ContactPoint.mail(self.email),) if self.email else ())


def checked(row: RawRow) -> ListRow | list[RowError]:
    """The row, or everything that is wrong with it."""
    values = dict(row.values)
    full = " ".join(filter(None, (values.pop("first_name", ""), values.pop("last_name", ""))))
    values["name"] = " ".join((values.get("name") or full).split())
    try:
        return ListRow.model_validate(values)
    except ValidationError as error:
        return [
            RowError(line=row.line, column=str(one["loc"][0]) if one["loc"] else "", problem=_sentence(one))
            for one in error.errors(include_url=False)
        ]


def _sentence(problem: object) -> str:
    told: dict[str, str] = dict(problem)  # type: ignore[call-overload]
    if told["loc"] and told["loc"][0] == "extra":
        return "more cells than the header has columns: quote a value that holds the separator"
    if told["type"] == "string_pattern_mismatch":
        return "an id begins with a letter or digit and holds no #"
    return told["msg"].removeprefix("Value error, ")
