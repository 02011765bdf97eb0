"""One clause of a message, and on which side of a proposal its words are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from civicline.domain.phrases import Found, PhraseBook, Reading
from civicline.domain.stances.stance_phrases import AFTER, ALONE, ASKING, DOUBTFUL
from civicline.domain.stances.stance_words import (
    ASKED,
    CHAINED,
    COORDINATES,
    LEADS_ON,
    LINKS,
    OPERATORS,
    OTHER,
    OTHERS,
    STANDS,
    TARGET,
    VOCABULARY,
    Role,
)

_SIGN = {Role.FOR: 1, Role.AGAINST: -1, Role.NOT: -1}
_MEANT = PhraseBook([("{this}", Role.OPEN)], VOCABULARY)
_NAMED = PhraseBook([("{it}", Role.OPEN)], VOCABULARY)
_SHORTEST_RHETORIC = 3
"""Words of a phrase that makes a question a statement, as in "why would anyone"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The words of a clause, and the phrases found in it, placed by its words.

    `operators` stand before the proposal, `whole` ones hold it or need none, `targets` are the words that mean it.
    """

    forms: tuple[str, ...]
    is_asked: bool
    begins_asking: bool
    is_doubtful: bool
    operators: tuple[Found[Role], ...]
    whole: tuple[Found[Role], ...]
    targets: tuple[Found[Role], ...]

    def signs(self) -> Iterator[int]:
        """1, -1 or, where it is open, 0 for each place that speaks for or against the proposal."""
        is_rhetorical = any(
            one.meaning is Role.NOT and one.end - one.first >= _SHORTEST_RHETORIC for one in self.operators
        )
        for start, sign in dict(self._anchors()).items():
            yield 0 if self.is_asked and not is_rhetorical else sign * self._sign_before(start)

    @property
    def loose_sign(self) -> int:
        """The product of all signs, whatever stands between them; 0 where nothing is for or against."""
        roles = [one.meaning for one in self.operators if one.meaning is not Role.OPEN]
        if not STANDS & set(roles):
            return 0
        return -1 if sum(role is not Role.FOR for role in roles) % 2 else 1

    def _anchors(self) -> Iterator[tuple[int, int]]:
        """Where something is said about the proposal, and its sign."""
        yield from ((one.first, _SIGN[one.meaning]) for one in self.whole)
        for target in self.targets:
            before = [one for one in self.operators if one.end <= target.first][-1:]
            for nearest in before:
                if nearest.meaning in STANDS and set(self.forms[nearest.end : target.first]) <= LINKS:
                    yield nearest.first, _SIGN[nearest.meaning]

    def _sign_before(self, start: int) -> int:
        """The product of the signs that reach to word `start` from its left, or 0 where that is open."""
        before = [one for one in self.operators if one.end <= start]
        if self._is_of_others(start) and not (before and before[-1].end == start):
            return 0
        sign, at = 1, start
        for one in reversed(before):
            between = set(self.forms[one.end : at])
            if OTHER in between:
                return sign
            if one.meaning is Role.OPEN:
                return 0
            if not between <= CHAINED:
                return sign if COORDINATES & between else 0
            sign *= _SIGN[one.meaning]
            at = one.first
        return sign

    def _is_of_others(self, start: int) -> bool:
        """Whether "they", "people" or "you" do what is said, and nobody asks them to."""
        return start > 0 and self.forms[start - 1] in OTHERS and not ASKED & set(self.forms[:start])


def clauses_of(reading: Reading, *, is_only: bool) -> list[Clause]:
    """The clauses of a text with stand-ins; `is_only` says that it names no other proposal.

    Only then does "this bill" mean the proposal, and "vote no" need none beside it.
    """
    forms = reading.forms()
    operators, asking, doubtful = (_by_clause(reading, book) for book in (OPERATORS, ASKING, DOUBTFUL))
    after, targets = _by_clause(reading, AFTER), _by_clause(reading, _MEANT if is_only else _NAMED)
    alone = _by_clause(reading, ALONE) if is_only else {}
    clauses = []
    for number, (first, end) in enumerate(reading.clauses):
        words = forms[first:end]
        whole = [one for one in after.get(number, ()) if is_only or words[one.first] == TARGET]
        whole += [one for one in alone.get(number, ()) if one.end == len(words) or words[one.end] not in LEADS_ON]
        clauses.append(
            Clause(
                forms=words,
                is_asked=_is_asked(reading, first, end),
                begins_asking=any(one.first == 0 for one in asking.get(number, ())),
                is_doubtful=number in doubtful,
                operators=tuple(operators.get(number, ())),
                whole=tuple(whole),
                targets=tuple(targets.get(number, ())),
            )
        )
    return clauses


def _is_asked(reading: Reading, first: int, end: int) -> bool:
    return end > first and reading.text[reading.words[end - 1].end :][:3].lstrip().startswith(("?", "？"))


def _by_clause(reading: Reading, book: PhraseBook[Role]) -> Mapping[int, Sequence[Found[Role]]]:
    """What is found in each clause by its number, placed by the clause's words: the longest of those that overlap."""
    groups: defaultdict[int, list[Found[Role]]] = defaultdict(list)
    end = 0
    for one in sorted(book.find(reading), key=lambda one: (one.first, -one.end)):
        if one.first >= end:
            end = one.end
            number = reading.words[one.first].clause
            start = reading.clauses[number][0]
            groups[number].append(replace(one, first=one.first - start, end=one.end - start))
    return groups
