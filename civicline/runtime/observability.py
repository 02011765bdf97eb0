"""Logs and metrics, with ids only: never a body, a name, a number or an address.

The Powertools objects read their service name from the function's environment.
"""

from aws_lambda_powertools import Logger, Metrics

logger = Logger(log_uncaught_exceptions=True, utc=True)
NAMESPACE = "Civicline"
metrics = Metrics(namespace=NAMESPACE)
