"""Campaigns: near-identical messages from many people; concerns: the same matter, each in own words, on either side.

The first message of its kind founds a campaign, and those like it join; each is compared with the first, so that a
campaign cannot drift to something else message by message. It is called one only when enough people are in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from civicline.domain.campaigns.likeness import Bucket, Fingerprint, Likeness, Seed
from civicline.domain.campaigns.meaning import meaning_similarity
from civicline.domain.campaigns.near_duplicates import wording_similarity
from civicline.domain.ids import CampaignId, campaign_id
from civicline.domain.received.message import InboundMessage

WINDOW = timedelta(days=30)
"""A campaign takes messages for this long after its first; a later one founds the next."""

DECLARED_FROM = 3
"""People, not messages, from which on it is a campaign; fewer are a household or a coincidence."""

_SIMILARITY = {Likeness.WORDING: wording_similarity, Likeness.MEANING: meaning_similarity}


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignMembership:
    """A message's place in a campaign or concern.

    `people` is about how many had written when this message came, its sender included. `similarity`, 0 to 1, is to the
    campaign's first message.
    """

    campaign_id: CampaignId
    people: int
    similarity: float

    @property
    def is_declared(self) -> bool:
        """Whether enough people had written to speak of a campaign."""
        return self.people >= DECLARED_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A message is like the first of a known campaign."""

    seed: Seed
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A message is like none that is known: it becomes a seed, in buckets that stand as they were read."""

    seed: Seed
    buckets: tuple[Bucket, ...]


def join_or_found(fingerprint: Fingerprint, known: Mapping[str, Bucket], message: InboundMessage) -> Join | Found:
    """What a message does, given the buckets that its fingerprint probes; a bucket that is absent is empty."""
    probed = (known[name] for name in fingerprint.probes if name in known)
    if nearest := _nearest(fingerprint, probed, message):
        return nearest
    seed = Seed(
        campaign_id=campaign_id(message.office_id, fingerprint.likeness, message.message_id),
        sketch=fingerprint.sketch,
        founded_at=message.received_at,
    )
    return Found(seed=seed, buckets=tuple(known.get(name, Bucket(name=name)) for name in fingerprint.homes))


def _nearest(fingerprint: Fingerprint, buckets: Iterable[Bucket], message: InboundMessage) -> Join | None:
    seeds = {seed.campaign_id: seed for bucket in buckets for seed in bucket.seeds}
    compare = _SIMILARITY[fingerprint.likeness]
    joins = [
        Join(seed=seed, similarity=round(similarity, 4))
        for seed in seeds.values()
        if abs(message.received_at - seed.founded_at) < WINDOW
        and (similarity := compare(fingerprint.sketch, seed.sketch)) >= fingerprint.least_similarity
    ]
    return max(joins, key=lambda join: (join.similarity, join.seed.campaign_id), default=None)
