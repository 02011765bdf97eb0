"""Which messages teach most if somebody says what they are about: those between two topics come first."""

from collections.abc import Iterable

from civicline.domain.history.record import MessageRecord
from civicline.domain.topics.classification import Classification


def most_instructive(records: Iterable[MessageRecord]) -> list[MessageRecord]:
    """Classified messages that nobody has judged, the most instructive first.

    A small margin between the two likeliest topics means that the model wavers (margin sampling: Scheffer, Decomain and
    Wrobel 2001); of equal margins the one nearest to the threshold comes first, then the newest. Messages of which the
    model could say nothing (no words, an untaught language) are left out: they would teach it nothing.
    """
    known = [
        (record, record.classification)
        for record in records
        if record.classification and record.classification.confidence > 0 and not record.judgements
    ]
    known.sort(key=lambda pair: pair[0].message.received_at, reverse=True)
    known.sort(key=lambda pair: (margin(pair[1]), abs(pair[1].threshold - pair[1].confidence)))
    return [record for record, _ in known]


def margin(said: Classification) -> float:
    """The confidence of the likeliest topic above that of the second, 0 to 1."""
    return said.confidence - (said.ranking[1].confidence if len(said.ranking) > 1 else 0.0)
