"""What constituents wrote is encrypted, recoverable and not public."""

from tests.infra.documents import Template, as_list, target_of


def test_every_table_is_encrypted_recoverable_and_forgets_what_expires(template: Template) -> None:
    for table in template.of_type("AWS::DynamoDB::Table").values():
        assert target_of(table["SSESpecification"]["KMSMasterKeyId"]) == "DataKey"
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at_epoch", "Enabled": True}
        assert table["BillingMode"] == "PAY_PER_REQUEST"
        assert table["DeletionProtectionEnabled"] == {"Fn::If": ["IsProduction", True, False]}


def test_the_record_outlives_its_stack(template: Template) -> None:
    for logical_id in ("RecordsTable", "AggregatesTable", "MailBucket", "ModelsBucket", "DataKey", "StaffUserPool"):
        assert template.resources[logical_id]["DeletionPolicy"] == "RetainExceptOnCreate"
        assert template.resources[logical_id]["UpdateReplacePolicy"] == "Retain"


def test_every_bucket_is_encrypted_versioned_and_private(template: Template) -> None:
    for bucket in template.of_type("AWS::S3::Bucket").values():
        (encryption,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert target_of(encryption["ServerSideEncryptionByDefault"]["KMSMasterKeyID"]) == "DataKey"
        assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["LifecycleConfiguration"]["Rules"]


def test_mail_is_never_expired_by_the_bucket(template: Template) -> None:
    rules = template.of_type("AWS::S3::Bucket")["MailBucket"]["LifecycleConfiguration"]["Rules"]

    assert all("ExpirationInDays" not in rule for rule in rules)


def test_buckets_refuse_unencrypted_connections(template: Template) -> None:
    policies = template.of_type("AWS::S3::BucketPolicy")

    for logical_id in template.of_type("AWS::S3::Bucket"):
        refusals = [
            statement
            for policy in policies.values()
            if target_of(policy["Bucket"]) == logical_id
            for statement in policy["PolicyDocument"]["Statement"]
            if statement["Effect"] == "Deny"
        ]
        assert [statement["Condition"] for statement in refusals] == [{"Bool": {"aws:SecureTransport": "false"}}]


def test_every_topic_and_queue_is_encrypted(template: Template) -> None:
    for topic in template.of_type("AWS::SNS::Topic").values():
        assert target_of(topic["KmsMasterKeyId"]) == "DataKey"
    for queue in template.of_type("AWS::SQS::Queue").values():
        assert queue["SqsManagedSseEnabled"] is True


def test_every_service_that_writes_to_us_does_so_for_this_account_only(template: Template) -> None:
    for resource_type in ("AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy"):
        for logical_id, policy in template.of_type(resource_type).items():
            for statement in policy["PolicyDocument"]["Statement"]:
                if statement["Effect"] == "Allow":
                    keys = {key for test in statement["Condition"].values() for key in test}
                    assert keys & {"aws:SourceAccount", "aws:SourceArn"}, logical_id
                    assert "Service" in statement["Principal"], logical_id


def test_the_data_key_is_rotated_and_used_by_named_services_only(template: Template) -> None:
    key = template.of_type("AWS::KMS::Key")["DataKey"]
    services = {
        service
        for statement in key["KeyPolicy"]["Statement"]
        for service in as_list(statement["Principal"].get("Service", []))
    }

    assert key["EnableKeyRotation"] is True
    assert services == {"ses.amazonaws.com", "cloudwatch.amazonaws.com", "sms-voice.amazonaws.com"}


def test_staff_sign_in_with_a_second_factor_and_are_invited(template: Template) -> None:
    pool = template.of_type("AWS::Cognito::UserPool")["StaffUserPool"]
    client = template.of_type("AWS::Cognito::UserPoolClient")["StaffUserPoolClient"]

    assert pool["MfaConfiguration"] == "ON"
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert client["AllowedOAuthFlows"] == ["code"]
    assert all("login/callback" in str(url) for url in client["CallbackURLs"])


def test_the_session_secret_is_long_and_nobody_has_typed_it(template: Template) -> None:
    secret = template.of_type("AWS::SecretsManager::Secret")["SessionSecret"]

    assert secret["GenerateSecretString"]["PasswordLength"] == 64
    assert "SecretString" not in secret


def test_mail_is_scanned_stored_and_announced(template: Template) -> None:
    rule = template.of_type("AWS::SES::ReceiptRule")["ReceiptRule"]["Rule"]
    (action,) = rule["Actions"]

    assert rule["ScanEnabled"] is True
    assert rule["Recipients"] == {"Ref": "MailAddresses"}
    assert action["S3Action"]["ObjectKeyPrefix"] == "mail/"
    assert target_of(action["S3Action"]["TopicArn"]) == "InboundMailTopic"
