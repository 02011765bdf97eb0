"""List prices of AWS, in US dollars, us-east-1, without free tiers except where the name says so.

Assumptions, written down from memory in November 2026 and to be checked against the page named with each: AWS changes
prices, agencies have discounts, and carriers' fees differ. Change a number here and `make bench` reckons anew.
"""

from dataclasses import dataclass

AS_OF = "2026-11"
REGION = "us-east-1"
HOURS_A_MONTH = 730
BYTES_A_GB = 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Dollars for so many units, and the page that lists them."""

    dollars: float
    units: float
    source: str

    def of(self, quantity: float) -> float:
        """Dollars for a quantity in the same unit."""
        return quantity * self.dollars / self.units


LAMBDA_REQUEST = Price(dollars=0.20, units=1e6, source="AWS Lambda Pricing, requests")
LAMBDA_GB_SECOND = Price(dollars=0.0000133334, units=1, source="AWS Lambda Pricing, Arm, first tier")
DYNAMO_WRITE_UNIT = Price(dollars=0.625, units=1e6, source="Amazon DynamoDB Pricing, on-demand, Standard table class")
DYNAMO_READ_UNIT = Price(dollars=0.125, units=1e6, source="Amazon DynamoDB Pricing, on-demand, Standard table class")
SQS_REQUEST = Price(dollars=0.40, units=1e6, source="Amazon SQS Pricing, standard queues, after the first million")
SNS_PUBLISH = Price(dollars=0.50, units=1e6, source="Amazon SNS Pricing, standard topics; delivery to SQS is free")
S3_PUT = Price(dollars=0.005, units=1e3, source="Amazon S3 Pricing, S3 Standard, PUT requests")
S3_GET = Price(dollars=0.0004, units=1e3, source="Amazon S3 Pricing, S3 Standard, GET requests")
KMS_REQUEST = Price(dollars=0.03, units=1e4, source="AWS KMS Pricing, symmetric requests")
LOG_GB = Price(dollars=0.50, units=1, source="Amazon CloudWatch Pricing, logs, standard ingestion")
SES_OUT = Price(dollars=0.10, units=1e3, source="Amazon SES Pricing, outbound e-mail")
SES_IN = Price(dollars=0.10, units=1e3, source="Amazon SES Pricing, inbound e-mail")
SMS_OUT_SEGMENT = Price(dollars=0.00581, units=1, source="AWS End User Messaging Pricing, US outbound SMS")
SMS_OUT_CARRIER_FEE = Price(dollars=0.003, units=1, source="AWS End User Messaging Pricing, US 10DLC carrier fees")
SMS_IN_SEGMENT = Price(dollars=0.0075, units=1, source="AWS End User Messaging Pricing, US inbound SMS")

KMS_KEY_MONTH = Price(dollars=1.00, units=1, source="AWS KMS Pricing, customer managed key")
SECRET_MONTH = Price(dollars=0.40, units=1, source="AWS Secrets Manager Pricing")
ALARM_MONTH = Price(dollars=0.10, units=1, source="Amazon CloudWatch Pricing, standard alarms")
NUMBER_MONTH = Price(dollars=1.00, units=1, source="AWS End User Messaging Pricing, US 10DLC number")
CAMPAIGN_MONTH = Price(dollars=10.00, units=1, source="AWS End User Messaging Pricing, 10DLC campaign")

FREE_SQS_REQUESTS_MONTH = 1_000_000
FREE_ALARMS = 10
"""Every account has these two for good; another workload may have used them up."""
