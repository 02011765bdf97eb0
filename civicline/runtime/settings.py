"""Settings: one frozen model a function, read from the environment that the template gives it.

This is the only module that looks at the environment.
"""

import os
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

PREFIX = "CIVICLINE_"


class SettingsError(RuntimeError):
    """A function's environment is not what its template should give it; names the variables, never their values."""


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, str_strip_whitespace=True, str_min_length=1)

    @classmethod
    def from_environment(cls) -> Self:
        """Read the variables named after the fields, with PREFIX before them. Raises SettingsError."""
        found = {
            name: os.environ[variable] for name in cls.model_fields if (variable := variable_of(name)) in os.environ
        }
        try:
            return cls.model_validate(found)
        except ValidationError as error:
            wrong = sorted(variable_of(str(problem["loc"][0])) for problem in error.errors())
            raise SettingsError(f"missing or empty in the function's environment: {', '.join(wrong)}") from None


def variable_of(field_name: str) -> str:
    """The environment variable of a field."""
    return PREFIX + field_name.upper()


class OfficesSettings(_Settings):
    """What whoever asks for offices needs; in the stage `prod` nothing is live by declaration."""

    records_table: str
    stage: str = "dev"


class InboundSettings(OfficesSettings):
    """What `inbound` needs."""

    mail_bucket: str
    classify_queue_url: str
    reply_queue_url: str
    inbound_sms_topic_arn: str
    inbound_mail_topic_arn: str
    thread_secret_id: str


class ClassifySettings(_Settings):
    """What `classify` needs; `model_path` is where the layer is mounted, `model_head` the head in it to use.

    `models_bucket` holds the heads that offices have trained.
    """

    records_table: str
    models_bucket: str
    reply_queue_url: str
    model_path: str
    model_head: str


class ReplySettings(OfficesSettings):
    """What `reply` needs; `reply_queue_url` is its own queue, which brings back what is not due yet.

    `sms_transport` is the service that texts leave by.
    """

    reply_queue_url: str
    ses_configuration_set: str
    sms_transport: Literal["sns", "end_user_messaging"] = "sns"
    thread_secret_id: str


class DeliverySettings(_Settings):
    """What `delivery` needs."""

    records_table: str


class ReportSettings(OfficesSettings):
    """What `report` needs."""

    aggregates_table: str


class ConsoleSettings(OfficesSettings):
    """What the console and the API need; without `console_url` it is derived from each request."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    aggregates_table: str
    mail_bucket: str
    session_secret_id: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_groups_claim: str = "cognito:groups"
    console_url: str = ""
