"""How two messages can be alike, and what of a message is compared and indexed.

A message is compared by a fingerprint. Its sketch is a few hundred bytes from which the similarity of two messages is
estimated; its buckets are short names such that like messages share at least one (locality-sensitive hashing). The
words themselves are nowhere in it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civicline.domain.ids import CampaignId

LONGEST_BUCKET = 6
"""Seeds that a bucket holds; the newest stay. It bounds what a lookup reads, however many messages there are."""


class Likeness(StrEnum):
    """WORDING: near-identical words, a campaign. MEANING: the same matter in own words, a concern."""

    WORDING = "wording"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What of one message is compared with others.

    `homes` are the buckets that a new campaign is written to, `probes` those that are searched. Messages are alike from
    `least_similarity` on, 0 to 1.
    """

    likeness: Likeness
    sketch: bytes
    homes: tuple[str, ...]
    probes: tuple[str, ...]
    least_similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """The first message of a campaign as the index holds it: what later ones are compared with."""

    campaign_id: CampaignId
    sketch: bytes
    founded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Some seeds, newest first. `latest` is the campaign that was written last: it tells whether a bucket changed."""

    name: str
    seeds: tuple[Seed, ...] = ()

    @property
    def latest(self) -> CampaignId | None:
        """The campaign that was written last; None for a bucket that was never written."""
        return self.seeds[0].campaign_id if self.seeds else None

    def with_seed(self, seed: Seed) -> "Bucket":
        """The bucket with a further seed; the oldest gives way where it is full."""
        others = tuple(known for known in self.seeds if known.campaign_id != seed.campaign_id)
        return Bucket(name=self.name, seeds=(seed, *others)[:LONGEST_BUCKET])
