"""Amazon SES: who may send, and what happens with mail that arrives."""

from tools.local.template.intrinsics import Created
from tools.local.template.properties import Creator, Wanted


def create_identity(wanted: Wanted) -> Created:
    """A domain or address to send from; on a laptop it counts as verified at once."""
    properties = wanted.properties
    identity = properties.take("EmailIdentity")
    properties.leave(
        "DkimAttributes",
        "DkimSigningAttributes",
        "FeedbackAttributes",
        "MailFromAttributes",
        because="nothing leaves the laptop, so nothing is signed, bounced or looked up in DNS",
    )
    configuration = properties.take("ConfigurationSetAttributes", {}).get("ConfigurationSetName")
    request = {"ConfigurationSetName": configuration} if configuration else {}
    wanted.clients("sesv2").create_email_identity(EmailIdentity=identity, **request)
    no_dns = {f"DkimDNSToken{part}{n}": "" for part in ("Name", "Value") for n in (1, 2, 3)}
    return Created(reference=identity, attributes=no_dns)


def create_configuration_set(wanted: Wanted) -> Created:
    """A configuration set, which sends name."""
    properties = wanted.properties
    name = properties.take("Name", wanted.name)
    options = properties.take_present(
        "DeliveryOptions", "ReputationOptions", "SendingOptions", "SuppressionOptions", "TrackingOptions"
    )
    properties.leave("VdmOptions", because="deliverability is not measured on a laptop")
    wanted.clients("sesv2").create_configuration_set(ConfigurationSetName=name, **options)
    return Created(reference=name)


def create_event_destination(wanted: Wanted) -> Created:
    """Where the events of sent mail go; registered, though moto sends none."""
    destination = wanted.properties.take("EventDestination")
    name = destination.get("Name", wanted.name)
    wanted.clients("ses").create_configuration_set_event_destination(
        ConfigurationSetName=wanted.properties.take("ConfigurationSetName"),
        EventDestination={
            "Name": name,
            "Enabled": destination.get("Enabled", True),
            "MatchingEventTypes": destination["MatchingEventTypes"],
        },
    )
    return Created(reference=name)


def create_receipt_rule_set(wanted: Wanted) -> Created:
    """A receipt rule set; unlike in AWS it is made active at once."""
    name = wanted.properties.take("RuleSetName", wanted.name)
    ses = wanted.clients("ses")
    ses.create_receipt_rule_set(RuleSetName=name)
    ses.set_active_receipt_rule_set(RuleSetName=name)
    return Created(reference=name)


def create_receipt_rule(wanted: Wanted) -> Created:
    """A receipt rule, which the SMTP listener follows."""
    rule = {"Name": wanted.name, **wanted.properties.take("Rule")}
    wanted.properties.leave("After", because="the listener follows the one rule there is")
    wanted.clients("ses").create_receipt_rule(RuleSetName=wanted.properties.take("RuleSetName"), Rule=rule)
    return Created(reference=rule["Name"])


CREATORS: dict[str, Creator] = {
    "AWS::SES::ConfigurationSet": create_configuration_set,
    "AWS::SES::ConfigurationSetEventDestination": create_event_destination,
    "AWS::SES::EmailIdentity": create_identity,
    "AWS::SES::ReceiptRule": create_receipt_rule,
    "AWS::SES::ReceiptRuleSet": create_receipt_rule_set,
}
