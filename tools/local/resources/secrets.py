"""Secrets, keys and parameters."""

import json
from typing import Any

from tools.local.template.intrinsics import Created
from tools.local.template.properties import Creator, Wanted


def create_secret(wanted: Wanted) -> Created:
    """A secret, generated as the template asks."""
    properties, secrets = wanted.properties, wanted.clients("secretsmanager")
    generated = properties.take("GenerateSecretString", None)
    text = properties.take("SecretString", None) or _generated(secrets, generated or {})
    properties.leave("KmsKeyId", because="moto keeps secrets in memory, without a key")
    request = properties.take_present("Description")
    created = secrets.create_secret(Name=properties.take("Name", wanted.name), SecretString=text, **request)
    return Created(reference=created["ARN"], attributes={"Id": created["ARN"]})


def _generated(secrets: Any, wish: dict[str, Any]) -> str:
    frame = wish.get("SecretStringTemplate")
    options = {k: v for k, v in wish.items() if k not in {"SecretStringTemplate", "GenerateStringKey"}}
    password: str = secrets.get_random_password(**options)["RandomPassword"]
    return json.dumps({**json.loads(frame), wish["GenerateStringKey"]: password}) if frame else password


def create_key(wanted: Wanted) -> Created:
    """A KMS key."""
    properties = wanted.properties
    properties.leave("KeyPolicy", because="moto does not enforce permissions")
    properties.leave(
        "EnableKeyRotation",
        "RotationPeriodInDays",
        "PendingWindowInDays",
        because="keys live as long as the stack",
    )
    request = properties.take_present("Description", "KeySpec", "KeyUsage", "MultiRegion")
    key = wanted.clients("kms").create_key(**request)["KeyMetadata"]
    return Created(reference=key["KeyId"], attributes={"Arn": key["Arn"], "KeyId": key["KeyId"]})


def create_key_alias(wanted: Wanted) -> Created:
    """Another name for a KMS key."""
    name = wanted.properties.take("AliasName")
    wanted.clients("kms").create_alias(AliasName=name, TargetKeyId=wanted.properties.take("TargetKeyId"))
    return Created(reference=name)


def create_parameter(wanted: Wanted) -> Created:
    """An SSM parameter."""
    properties = wanted.properties
    name, value = properties.take("Name", wanted.name), properties.take("Value")
    request = properties.take_present("Type", "Description", "Tier", "AllowedPattern")
    wanted.clients("ssm").put_parameter(Name=name, Value=value, **request)
    return Created(reference=name, attributes={"Type": request["Type"], "Value": value})


CREATORS: dict[str, Creator] = {
    "AWS::KMS::Alias": create_key_alias,
    "AWS::KMS::Key": create_key,
    "AWS::SSM::Parameter": create_parameter,
    "AWS::SecretsManager::Secret": create_secret,
}
