"""Queues, topics and what connects them."""

import json
from typing import Any

from tools.local.template.intrinsics import Created
from tools.local.template.properties import Creator, Wanted

QUEUE_ATTRIBUTES = (
    "DelaySeconds",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "ReceiveMessageWaitTimeSeconds",
    "VisibilityTimeout",
    "RedrivePolicy",
    "RedriveAllowPolicy",
    "KmsMasterKeyId",
    "KmsDataKeyReusePeriodSeconds",
    "SqsManagedSseEnabled",
    "FifoQueue",
    "ContentBasedDeduplication",
)
SUBSCRIPTION_ATTRIBUTES = ("RawMessageDelivery", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy")


def attribute_text(value: Any) -> str:
    """A property as the APIs of SQS and SNS want their attributes: text, JSON for what has parts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, dict | list) else str(value)


def create_queue(wanted: Wanted) -> Created:
    """An SQS queue; moto itself moves messages to the dead-letter queue that RedrivePolicy names."""
    name = wanted.properties.take("QueueName", wanted.name)
    attributes = wanted.properties.take_present(*QUEUE_ATTRIBUTES)
    texts = {key: attribute_text(value) for key, value in attributes.items()}
    url = wanted.clients("sqs").create_queue(QueueName=name, Attributes=texts)["QueueUrl"]
    return Created(reference=url, attributes={"Arn": wanted.arn("sqs", name), "QueueName": name, "QueueUrl": url})


def create_queue_policy(wanted: Wanted) -> Created:
    """The access policy of queues."""
    policy = json.dumps(wanted.properties.take("PolicyDocument"))
    for url in wanted.properties.take("Queues"):
        wanted.clients("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    return Created(reference=wanted.name)


def create_topic(wanted: Wanted) -> Created:
    """An SNS topic, with the subscriptions it declares itself."""
    properties, sns = wanted.properties, wanted.clients("sns")
    name = properties.take("TopicName", wanted.name)
    attributes = properties.take_present("DisplayName", "KmsMasterKeyId", "SignatureVersion", "FifoTopic")
    inline = properties.take("Subscription", [])
    texts = {key: attribute_text(value) for key, value in attributes.items()}
    arn = sns.create_topic(Name=name, Attributes=texts)["TopicArn"]
    for subscription in inline:
        sns.subscribe(TopicArn=arn, Protocol=subscription["Protocol"], Endpoint=subscription["Endpoint"])
    return Created(reference=arn, attributes={"TopicArn": arn, "TopicName": name})


def create_topic_policy(wanted: Wanted) -> Created:
    """The access policy of topics."""
    policy = json.dumps(wanted.properties.take("PolicyDocument"))
    for arn in wanted.properties.take("Topics"):
        wanted.clients("sns").set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=policy)
    return Created(reference=wanted.name)


def create_subscription(wanted: Wanted) -> Created:
    """A subscription to a topic, with its filter and its dead-letter queue."""
    properties = wanted.properties
    attributes = properties.take_present(*SUBSCRIPTION_ATTRIBUTES)
    properties.leave("Region", because="everything on a laptop is in one region")
    arn = wanted.clients("sns").subscribe(
        TopicArn=properties.take("TopicArn"),
        Protocol=properties.take("Protocol"),
        Endpoint=properties.take("Endpoint"),
        Attributes={key: attribute_text(value) for key, value in attributes.items()},
        ReturnSubscriptionArn=True,
    )["SubscriptionArn"]
    return Created(reference=arn, attributes={"Arn": arn})


CREATORS: dict[str, Creator] = {
    "AWS::SQS::Queue": create_queue,
    "AWS::SQS::QueuePolicy": create_queue_policy,
    "AWS::SNS::Topic": create_topic,
    "AWS::SNS::TopicPolicy": create_topic_policy,
    "AWS::SNS::Subscription": create_subscription,
}
