"""The receipt rule: which mail is accepted, and where it goes.

Source: https://docs.aws.amazon.com/ses/latest/dg/receiving-email-receipt-rules-console-walkthrough.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.local.template.errors import TemplateError
from tools.local.template.loader import LoadedTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRule:
    """A rule that stores mail in a bucket and announces it to a topic.

    `recipients` are addresses, domains (`example.gov`) or all below a domain (`.example.gov`); none means any.
    """

    recipients: tuple[str, ...]
    bucket: str
    prefix: str
    topic_arn: str
    scans: bool

    def accepts(self, address: str) -> bool:
        """Whether mail to an address is received; a label (`help+road@...`) does not change where it goes."""
        return not self.recipients or any(_is_meant(address, recipient) for recipient in self.recipients)


def receipt_rule_of(loaded: LoadedTemplate) -> ReceiptRule:
    """The template's one enabled receipt rule; raises TemplateError if it does something the listener cannot play."""
    rules = [resource.properties["Rule"] for resource in loaded.of_type("AWS::SES::ReceiptRule")]
    enabled = [rule for rule in rules if rule.get("Enabled")]
    if len(enabled) != 1 or len(enabled[0]["Actions"]) != 1 or "S3Action" not in enabled[0]["Actions"][0]:
        raise TemplateError("the laptop stack plays one enabled receipt rule with one S3 action")
    return _rule(enabled[0])


def _rule(rule: Mapping[str, Any]) -> ReceiptRule:
    action = rule["Actions"][0]["S3Action"]
    return ReceiptRule(
        recipients=tuple(rule.get("Recipients", [])),
        bucket=action["BucketName"],
        prefix=action.get("ObjectKeyPrefix", ""),
        topic_arn=action["TopicArn"],
        scans=rule.get("ScanEnabled", False),
    )


def _is_meant(address: str, recipient: str) -> bool:
    local, _, domain = address.lower().rpartition("@")
    wanted_local, _, wanted_domain = recipient.lower().rpartition("@")
    if wanted_domain.startswith("."):
        return domain.endswith(wanted_domain)
    if wanted_domain != domain:
        return False
    return not wanted_local or wanted_local in (local, local.partition("+")[0])
