"""What a provider's error says about a send: refused for good, come back later, or nobody knows."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError, NoCredentialsError

from civicline.domain.errors import (
    RecipientOptedOutError,
    SendRefusedError,
    SendThrottledError,
    SendUnsettledError,
)

_LATER = {
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "TooManyRequestsException",
    "LimitExceededException",
    "KMSThrottling",
    "RequestLimitExceeded",
    "AccountSendingPausedException",
    "SendingPausedException",
    "ExpiredToken",
    "ExpiredTokenException",
}
"""Refusals that pass: the provider says that it sent nothing and that it is worth another try."""


_OPTED_OUT = {"OptedOut", "OptedOutException", "DESTINATION_PHONE_NUMBER_OPTED_OUT"}
"""How SNS (by code) and End User Messaging (by reason) say that AWS's own list holds the number."""


@contextmanager
def send_errors() -> Iterator[None]:
    """Turn botocore's errors into the three that the reply ledger knows.

    A 4xx answer proves that nothing was sent. A 5xx answer or a broken connection proves nothing.
    """
    try:
        yield
    except ClientError as error:
        raise _told(error) from error
    except NoCredentialsError as error:
        raise SendThrottledError("NoCredentials") from error
    except (ConnectionError, HTTPClientError) as error:
        raise SendUnsettledError(type(error).__name__) from error


def _told(error: ClientError) -> SendRefusedError | SendThrottledError | SendUnsettledError:
    code = error.response["Error"]["Code"]
    if code in _LATER:
        return SendThrottledError(code)
    if code in _OPTED_OUT or str(error.response.get("Reason", "")) in _OPTED_OUT:
        return RecipientOptedOutError(code)
    if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
        return SendUnsettledError(code)
    return SendRefusedError(code)
