"""Find the campaign and the concern that a message belongs to, or let it found them."""

from collections.abc import Mapping
from dataclasses import dataclass

from civicline.domain.campaigns.campaign import CampaignMembership, Join, join_or_found
from civicline.domain.campaigns.likeness import Bucket, Fingerprint, Likeness
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.received.message import InboundMessage
from civicline.ports.classifying import Campaigns

_ATTEMPTS = 3
"""A message that loses a race looks again and then meets the winner; the queue tries again after the last attempt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCampaigns:
    """One lookup finds what a message is like; one write follows for each likeness that its text allows."""

    campaigns: Campaigns

    def __call__(
        self, message: InboundMessage, fingerprints: Mapping[Likeness, Fingerprint]
    ) -> Mapping[Likeness, CampaignMembership]:
        """The message's memberships. Raises ConcurrentChangeError where others keep founding at the same moment."""
        memberships: dict[Likeness, CampaignMembership] = {}
        for attempt in range(1, _ATTEMPTS + 1):
            pending = [one for likeness, one in fingerprints.items() if likeness not in memberships]
            names = [name for fingerprint in pending for name in fingerprint.probes]
            known = self.campaigns.buckets(message.office_id, names)
            try:
                for fingerprint in pending:
                    memberships[fingerprint.likeness] = self._enter(message, fingerprint, known)
            except ConcurrentChangeError:
                if attempt == _ATTEMPTS:
                    raise
            else:
                break
        return memberships

    def _enter(
        self, message: InboundMessage, fingerprint: Fingerprint, known: Mapping[str, Bucket]
    ) -> CampaignMembership:
        step = join_or_found(fingerprint, known, message)
        if isinstance(step, Join):
            people = self.campaigns.join(step, message.office_id, message.constituent_id)
            return CampaignMembership(campaign_id=step.seed.campaign_id, people=people, similarity=step.similarity)
        self.campaigns.found(step, message.office_id, message.constituent_id)
        return CampaignMembership(campaign_id=step.seed.campaign_id, people=1, similarity=1.0)
