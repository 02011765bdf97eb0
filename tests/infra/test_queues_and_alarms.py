"""What is handed from one function to the next is not lost, and somebody is told when it is stuck."""

from typing import Any

from tests.infra.documents import Template, target_of

SQS_VISIBILITY_FACTOR = 6


def _work_queues(template: Template) -> dict[str, dict[str, Any]]:
    queues = template.of_type("AWS::SQS::Queue")
    return {logical_id: queue for logical_id, queue in queues.items() if not logical_id.endswith("DeadLetterQueue")}


def _sources(template: Template) -> dict[str, dict[str, Any]]:
    return template.of_type("AWS::Lambda::EventSourceMapping")


def _watched(template: Template, metric: str) -> set[str]:
    """The resources whose metric an alarm watches."""
    return {
        target_of(dimension["Value"])
        for alarm in template.of_type("AWS::CloudWatch::Alarm").values()
        if alarm.get("MetricName") == metric
        for dimension in alarm["Dimensions"]
        if not isinstance(dimension["Value"], str)
    }


def test_every_queue_gives_up_into_a_dead_letter_queue_after_five_attempts(template: Template) -> None:
    queues = template.of_type("AWS::SQS::Queue")

    for logical_id, queue in _work_queues(template).items():
        redrive = queue["RedrivePolicy"]
        dead_letters = target_of(redrive["deadLetterTargetArn"])
        assert dead_letters == logical_id.replace("Queue", "DeadLetterQueue")
        assert redrive["maxReceiveCount"] == 5
        assert queues[dead_letters]["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_every_dead_letter_sounds_an_alarm(template: Template) -> None:
    dead_letter_queues = set(template.of_type("AWS::SQS::Queue")) - set(_work_queues(template))

    assert dead_letter_queues == {
        f"{name}DeadLetterQueue" for name in ("Inbound", "Classify", "Reply", "Delivery", "Report")
    }
    assert _watched(template, "ApproximateNumberOfMessagesVisible") == dead_letter_queues


def test_every_queue_sounds_an_alarm_when_messages_wait(template: Template) -> None:
    assert _watched(template, "ApproximateAgeOfOldestMessage") == set(_work_queues(template))


def test_every_function_sounds_an_alarm_when_it_fails(template: Template) -> None:
    assert _watched(template, "Errors") == set(template.of_type("AWS::Lambda::Function"))


def test_alarms_watch_the_stream_the_quarantine_the_console_and_the_reputation(template: Template) -> None:
    watched = {alarm.get("MetricName") for alarm in template.of_type("AWS::CloudWatch::Alarm").values()}

    assert {
        "IteratorAge",
        "MessagesQuarantined",
        "HeadsRefused",
        "OfficesDrifting",
        "TopicsFellBack",
        "5XXError",
    } <= watched
    assert {"Reputation.BounceRate", "Reputation.ComplaintRate", "MailsComplained", "TextsFailed"} <= watched


def test_a_days_bounces_sound_an_alarm_before_ses_reviews_the_account(template: Template) -> None:
    alarm = template.of_type("AWS::CloudWatch::Alarm")["MailBounceShareAlarm"]
    counted = {part["MetricStat"]["Metric"]["MetricName"] for part in alarm["Metrics"] if "MetricStat" in part}

    assert counted == {"MailsDelivered", "MailsBounced"}
    assert alarm["Threshold"] < 5


def test_what_ses_and_carriers_tell_of_our_messages_reaches_the_delivery_queue(template: Template) -> None:
    (destination,) = template.of_type("AWS::SES::ConfigurationSetEventDestination").values()
    assert target_of(destination["EventDestination"]["SnsDestination"]["TopicARN"]) == "MailEventsTopic"
    subscription = template.of_type("AWS::SNS::Subscription")["MailEventsSubscription"]
    assert target_of(subscription["Endpoint"]) == "DeliveryQueue"

    (target,) = template.of_type("AWS::Events::Rule")["TextEventsRule"]["Targets"]
    assert target_of(target["Arn"]) == "DeliveryQueue"
    assert target_of(target["DeadLetterConfig"]["Arn"]) == "DeliveryDeadLetterQueue"


def test_every_alarm_reaches_the_topic_and_says_what_is_wrong(template: Template) -> None:
    for alarm in template.of_type("AWS::CloudWatch::Alarm").values():
        assert [target_of(action) for action in alarm["AlarmActions"]] == ["AlarmTopic"]
        assert alarm["AlarmDescription"].endswith(".")


def test_a_message_in_a_functions_hands_is_hidden_six_times_as_long_as_it_may_take(template: Template) -> None:
    functions = template.of_type("AWS::Lambda::Function")

    for source in _sources(template).values():
        source_id = target_of(source["EventSourceArn"])
        if source_id.endswith("Queue"):
            timeout = functions[target_of(source["FunctionName"])]["Timeout"]
            visibility = template.resources[source_id]["Properties"]["VisibilityTimeout"]
            assert visibility == SQS_VISIBILITY_FACTOR * timeout


def test_every_queue_feeds_one_function_at_once_and_hears_of_single_failures(template: Template) -> None:
    fed = {target_of(source["EventSourceArn"]): source for source in _sources(template).values()}

    assert fed.keys() == {*_work_queues(template), "RecordsTable"}
    for source in fed.values():
        assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert source["MaximumBatchingWindowInSeconds"] == 0


def test_a_batch_that_cannot_be_counted_is_halved_and_set_aside(template: Template) -> None:
    report = _sources(template)["ReportSource"]

    assert report["BisectBatchOnFunctionError"] is True
    assert report["MaximumRetryAttempts"] == 10
    assert target_of(report["DestinationConfig"]["OnFailure"]["Destination"]) == "ReportDeadLetterQueue"


def test_what_topics_cannot_deliver_is_kept(template: Template) -> None:
    for logical_id, subscription in template.of_type("AWS::SNS::Subscription").items():
        if subscription["Protocol"] == "sqs":
            queue = target_of(subscription["Endpoint"])
            dead_letters = target_of(subscription["RedrivePolicy"]["deadLetterTargetArn"])
            assert dead_letters == queue.replace("Queue", "DeadLetterQueue")
            assert not subscription.get("RawMessageDelivery"), f"{logical_id} hides which topic a message came by"
