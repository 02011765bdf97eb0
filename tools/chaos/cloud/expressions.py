"""DynamoDB's expressions, read once and kept as functions of an item.

The part of the language that Civicline writes, and a few neighbours; anything else raises ExpressionError, so that
nothing is silently taken for true. Source: AWS, "Condition and filter expressions, operators, and functions" and "Using
update expressions" in the DynamoDB developer guide.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from operator import eq, ge, gt, le, lt, ne
from typing import Any

Item = dict[str, Any]
Values = Mapping[str, Any]
Condition = Callable[[Item, Values], bool]
Change = Callable[[Item, Values], Item]
_Operand = Callable[[Item, Values], Any]

_TOKEN = re.compile(r"\s*([()=,+]|<>|<=|>=|<|>|[#:\w.]+)")
_COMPARISONS = {"=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_CLAUSE = re.compile(r"\b(SET|REMOVE|ADD)\b")
_PART = re.compile(r",(?![^(]*\))")


class ExpressionError(Exception):
    """An expression that the stand-in does not know."""


def condition(expression: str, names: Mapping[str, str] | None = None) -> Condition:
    """Whether an item fulfils an expression. Raises ExpressionError."""
    return _condition(expression, tuple(sorted((names or {}).items())))


def change(expression: str, names: Mapping[str, str] | None = None) -> Change:
    """The item after an update expression; the one given stays as it was. Raises ExpressionError."""
    return _change(expression, tuple(sorted((names or {}).items())))


def comparable(value: Any) -> Any:
    """An attribute value as something that Python compares as DynamoDB does; None for an absent one."""
    if value is None:
        return None
    ((kind, content),) = value.items()
    if kind == "N":
        return Decimal(content)
    if kind == "M":
        return {name: comparable(part) for name, part in content.items()}
    if kind == "L":
        return [comparable(part) for part in content]
    return content


@cache
def _condition(expression: str, names: tuple[tuple[str, str], ...]) -> Condition:
    parser = _Parser(expression, dict(names))
    found = parser.alternatives()
    if parser.tokens:
        raise ExpressionError(expression)
    return found


class _Parser:
    """Recursive descent over OR, AND, comparisons and functions."""

    def __init__(self, expression: str, names: Mapping[str, str]) -> None:
        self.tokens = _TOKEN.findall(expression)
        self._names = names

    def alternatives(self) -> Condition:
        found = [self._together()]
        while self._took("OR"):
            found.append(self._together())
        return lambda item, values: any(one(item, values) for one in found)

    def _together(self) -> Condition:
        found = [self._single()]
        while self._took("AND"):
            found.append(self._single())
        return lambda item, values: all(one(item, values) for one in found)

    def _single(self) -> Condition:
        if self._took("("):
            inside = self.alternatives()
            self._expect(")")
            return inside
        if self.tokens[1:2] == ["("] and self.tokens[0] != "size":
            return self._function()
        left = self._operand()
        if self._took("BETWEEN"):
            low = self._operand()
            self._expect("AND")
            high = self._operand()
            return lambda item, values: bool(low(item, values) <= left(item, values) <= high(item, values))
        compares = _COMPARISONS[self.tokens.pop(0)]
        right = self._operand()
        return lambda item, values: _compared(compares, left(item, values), right(item, values))

    def _function(self) -> Condition:
        name, path = self.tokens.pop(0), self._argument()
        if name == "attribute_exists":
            self._expect(")")
            return lambda item, values: path(item, values) is not None
        if name == "attribute_not_exists":
            self._expect(")")
            return lambda item, values: path(item, values) is None
        if name == "begins_with":
            self._expect(",")
            prefix = self._operand()
            self._expect(")")
            return lambda item, values: str(path(item, values) or "").startswith(prefix(item, values))
        raise ExpressionError(name)

    def _argument(self) -> _Operand:
        self._expect("(")
        return self._operand()

    def _operand(self) -> _Operand:
        word = self.tokens.pop(0)
        if word != "size":
            return _operand(word, self._names)
        of = self._argument()
        self._expect(")")
        return lambda item, values: None if (found := of(item, values)) is None else len(found)

    def _took(self, token: str) -> bool:
        if self.tokens[:1] == [token]:
            self.tokens.pop(0)
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._took(token):
            raise ExpressionError(f"{token} expected before {' '.join(self.tokens)}")


def _compared(compares: Callable[[Any, Any], bool], left: Any, right: Any) -> bool:
    """What is absent compares as nothing does."""
    return left is not None and right is not None and compares(left, right)


def _operand(token: str, names: Mapping[str, str]) -> _Operand:
    if token.startswith(":"):
        return lambda _item, values: comparable(values[token])
    path = [names.get(part, part) for part in token.split(".")]

    def look_up(item: Item, _values: Values) -> Any:
        found: Any = {"M": item}
        for part in path:
            found = found.get("M", {}).get(part) if found else None
        return comparable(found)

    return look_up


@cache
def _change(expression: str, names: tuple[tuple[str, str], ...]) -> Change:
    pieces = _CLAUSE.split(expression)
    given = dict(names)
    steps = [
        _STEPS[verb](part.strip(), given)
        for verb, clause in zip(pieces[1::2], pieces[2::2], strict=True)
        for part in _PART.split(clause)
    ]
    if pieces[0].strip() or not steps:
        raise ExpressionError(expression)

    def changed(item: Item, values: Values) -> Item:
        new = dict(item)
        for step in steps:
            step(item, new, values)
        return new

    return changed


_Step = Callable[[Item, Item, Values], None]
_IF_ABSENT = re.compile(r"if_not_exists\s*\(\s*([#\w]+)\s*,\s*(:\w+)\s*\)")


def _set(part: str, names: Mapping[str, str]) -> _Step:
    target, _, source = (piece.strip() for piece in part.partition("="))
    name = _top_level(target, names)
    if unless := _IF_ABSENT.fullmatch(source):
        known = _top_level(unless[1], names)
        fallback = unless[2]
        return lambda old, new, values: new.__setitem__(name, old.get(known, values[fallback]))
    if not source.startswith(":"):
        raise ExpressionError(part)
    return lambda _old, new, values: new.__setitem__(name, values[source])


def _remove(part: str, names: Mapping[str, str]) -> _Step:
    name = _top_level(part, names)

    def step(_old: Item, new: Item, _values: Values) -> None:
        new.pop(name, None)

    return step


def _add(part: str, names: Mapping[str, str]) -> _Step:
    target, value = part.split()
    name = _top_level(target, names)

    def step(old: Item, new: Item, values: Values) -> None:
        total = Decimal(old.get(name, {"N": "0"})["N"]) + Decimal(values[value]["N"])
        new[name] = {"N": str(total)}

    return step


def _top_level(token: str, names: Mapping[str, str]) -> str:
    if "." in token or "[" in token:
        raise ExpressionError(f"only whole attributes are changed: {token}")
    return names.get(token, token)


_STEPS: dict[str, Callable[[str, Mapping[str, str]], _Step]] = {"SET": _set, "REMOVE": _remove, "ADD": _add}
