"""Tables and buckets."""

from typing import Any

from tools.local.template.errors import UnknownPropertyError
from tools.local.template.intrinsics import Created
from tools.local.template.properties import Creator, Wanted


def create_table(wanted: Wanted) -> Created:
    """A DynamoDB table with its indexes, stream, encryption, expiry and point-in-time recovery."""
    properties, dynamodb = wanted.properties, wanted.clients("dynamodb")
    name = properties.take("TableName", wanted.name)
    request: dict[str, Any] = properties.take_present(
        "AttributeDefinitions",
        "KeySchema",
        "BillingMode",
        "ProvisionedThroughput",
        "GlobalSecondaryIndexes",
        "LocalSecondaryIndexes",
        "TableClass",
    )
    stream = properties.take("StreamSpecification", None)
    if stream:
        request["StreamSpecification"] = {"StreamEnabled": True, **stream}
    encryption = properties.take("SSESpecification", None)
    if encryption:
        request["SSESpecification"] = {
            {"SSEEnabled": "Enabled", "KMSMasterKeyId": "KMSMasterKeyId"}.get(key, key): value
            for key, value in encryption.items()
        }
    properties.leave("DeletionProtectionEnabled", because="a laptop's tables live as long as the stack")
    properties.leave("OnDemandThroughput", because="moto has no throughput")
    properties.leave("ContributorInsightsSpecification", because="nothing to look at without CloudWatch")
    description = dynamodb.create_table(TableName=name, **request)["TableDescription"]
    _set_expiry_and_recovery(wanted, name)
    attributes = {"Arn": description["TableArn"]}
    if stream:
        attributes["StreamArn"] = description["LatestStreamArn"]
    return Created(reference=name, attributes=attributes)


def _set_expiry_and_recovery(wanted: Wanted, name: str) -> None:
    dynamodb = wanted.clients("dynamodb")
    expiry = wanted.properties.take("TimeToLiveSpecification", None)
    if expiry:
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=expiry)
    recovery = wanted.properties.take("PointInTimeRecoverySpecification", None)
    if recovery:
        dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)


def create_bucket(wanted: Wanted) -> Created:
    """An S3 bucket with its encryption, versions, access block, lifecycle and notifications."""
    properties, s3 = wanted.properties, wanted.clients("s3")
    # Bucket names are lower case and shared by all accounts; on a laptop the stack's own name is enough.
    name = properties.take("BucketName", wanted.name.lower())
    properties.leave("OwnershipControls", because="one account owns everything here")
    properties.leave("LoggingConfiguration", because="moto writes no access log")
    s3.create_bucket(Bucket=name)
    encryption = properties.take("BucketEncryption", None)
    if encryption:
        rules = [
            {
                "ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"],
                "BucketKeyEnabled": rule.get("BucketKeyEnabled", False),
            }
            for rule in encryption["ServerSideEncryptionConfiguration"]
        ]
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": rules})
    versions = properties.take("VersioningConfiguration", None)
    if versions:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=versions)
    access_block = properties.take("PublicAccessBlockConfiguration", None)
    if access_block:
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=access_block)
    _set_lifecycle(wanted, name)
    _set_notifications(wanted, name)
    return Created(reference=name, attributes={"Arn": f"arn:aws:s3:::{name}"})


def _set_lifecycle(wanted: Wanted, name: str) -> None:
    lifecycle = wanted.properties.take("LifecycleConfiguration", None)
    if lifecycle:
        rules = [_lifecycle_rule(rule) for rule in lifecycle["Rules"]]
        wanted.clients("s3").put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})


def _lifecycle_rule(rule: dict[str, Any]) -> dict[str, Any]:
    """A CloudFormation lifecycle rule in the words of the S3 API, which differ.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html
    """
    kept = ("Status", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload")
    known = {"Id", "Prefix", "ExpirationInDays", "ExpiredObjectDeleteMarker", "Transitions", *kept}
    unknown = sorted(set(rule) - known)
    if unknown:
        raise UnknownPropertyError(f"lifecycle rule: the laptop stack does not know {', '.join(unknown)}")
    translated: dict[str, Any] = {key: rule[key] for key in kept if key in rule}
    translated["Filter"] = {"Prefix": rule.get("Prefix", "")}
    if "Id" in rule:
        translated["ID"] = rule["Id"]
    if "ExpirationInDays" in rule:
        translated["Expiration"] = {"Days": int(rule["ExpirationInDays"])}
    if "ExpiredObjectDeleteMarker" in rule:
        translated["Expiration"] = {"ExpiredObjectDeleteMarker": rule["ExpiredObjectDeleteMarker"]}
    if "Transitions" in rule:
        translated["Transitions"] = [
            {"StorageClass": step["StorageClass"], "Days": int(step["TransitionInDays"])}
            for step in rule["Transitions"]
        ]
    return translated


def _set_notifications(wanted: Wanted, name: str) -> None:
    notifications = wanted.properties.take("NotificationConfiguration", None)
    if not notifications:
        return
    kinds = {"QueueConfigurations": ("Queue", "QueueArn"), "TopicConfigurations": ("Topic", "TopicArn")}
    unknown = sorted(set(notifications) - set(kinds))
    if unknown:
        raise UnknownPropertyError(f"bucket {name}: the laptop stack does not know {', '.join(unknown)}")
    request: dict[str, Any] = {}
    for kind, (source, target) in kinds.items():
        request[kind] = [
            {
                target: item[source],
                "Events": [item["Event"]],
                "Filter": {"Key": {"FilterRules": item.get("Filter", {}).get("S3Key", {}).get("Rules", [])}},
            }
            for item in notifications.get(kind, [])
        ]
    wanted.clients("s3").put_bucket_notification_configuration(Bucket=name, NotificationConfiguration=request)


def create_bucket_policy(wanted: Wanted) -> Created:
    """The policy of a bucket, left to AWS."""
    wanted.properties.take("Bucket")
    wanted.properties.leave(
        "PolicyDocument",
        because="moto reads a Deny and overlooks its condition, so 'TLS only' would refuse every request",
    )
    return Created(reference=wanted.name)


CREATORS: dict[str, Creator] = {
    "AWS::DynamoDB::Table": create_table,
    "AWS::S3::Bucket": create_bucket,
    "AWS::S3::BucketPolicy": create_bucket_policy,
}
