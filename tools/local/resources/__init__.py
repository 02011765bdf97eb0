"""How each type of resource comes to exist on a laptop."""

from collections.abc import Mapping

from tools.local.resources import compute, mail, messaging, secrets, storage
from tools.local.template.properties import Creator

CREATORS: Mapping[str, Creator] = {
    **compute.CREATORS,
    **mail.CREATORS,
    **messaging.CREATORS,
    **secrets.CREATORS,
    **storage.CREATORS,
}

LEFT_OUT: Mapping[str, str] = {
    "AWS::ApiGateway::Account": "sets the log role of API Gateway; the front writes no access log",
    "AWS::CloudWatch::Alarm": "nobody is paged by a laptop",
    "AWS::CloudWatch::CompositeAlarm": "nobody is paged by a laptop",
    "AWS::CloudWatch::Dashboard": "there are no metrics to draw; functions log to build/logs",
    "AWS::Cognito::UserPool": "the laptop's own login page stands in for the user pool",
    "AWS::Cognito::UserPoolClient": "the laptop's own login page stands in for the user pool",
    "AWS::Cognito::UserPoolDomain": "the laptop's own login page stands in for the user pool",
    "AWS::Cognito::UserPoolGroup": "the laptop's own login page stands in for the user pool",
    "AWS::Events::Rule": "no rule is due on a laptop: `civicline drift` measures by hand, no carrier tells of texts",
    "AWS::IAM::ManagedPolicy": "moto does not enforce permissions; the template's tests read them",
    "AWS::IAM::Policy": "moto does not enforce permissions; the template's tests read them",
    "AWS::IAM::Role": "moto does not enforce permissions; the template's tests read them",
    "AWS::Lambda::EventInvokeConfig": "concerns asynchronous invocations, which the stack does not use",
    "AWS::Lambda::Permission": "moto does not enforce permissions; the template's tests read them",
    "AWS::Logs::LogGroup": "functions log to build/logs",
    "AWS::Logs::MetricFilter": "functions log to build/logs, and there are no metrics",
}
"""Types that mean nothing on a laptop, each with the reason. A type in neither table stops the start."""
