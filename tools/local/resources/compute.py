"""Functions, their sources and the API: other parts of the laptop stack play them, so they are kept, not created."""

from tools.local.template.intrinsics import Created
from tools.local.template.properties import Creator, Wanted


def keep_function(wanted: Wanted) -> Created:
    """A function; a worker process will run it."""
    name = wanted.properties.take("FunctionName", wanted.name)
    wanted.properties.take_rest()
    return Created(reference=name, attributes={"Arn": wanted.arn("lambda", f"function:{name}")})


def keep_layer(wanted: Wanted) -> Created:
    """A version of a layer; workers that name it get its folder."""
    name = wanted.properties.take("LayerName", wanted.name)
    wanted.properties.take_rest()
    arn = wanted.arn("lambda", f"layer:{name}:1")
    return Created(reference=arn, attributes={"LayerVersionArn": arn})


def keep_event_source(wanted: Wanted) -> Created:
    """An event source mapping; the event host polls it."""
    wanted.properties.take_rest()
    return Created(reference=wanted.name, attributes={"Id": wanted.name})


def keep_api(wanted: Wanted) -> Created:
    """A REST API; the front serves its routes."""
    wanted.properties.take_rest()
    reference = wanted.logical_id.lower()
    return Created(reference=reference, attributes={"RestApiId": reference, "RootResourceId": "root"})


def keep_stage(wanted: Wanted) -> Created:
    """A stage of a REST API; the front names it in its events."""
    reference = wanted.properties.take("StageName")
    wanted.properties.take_rest()
    return Created(reference=reference)


def keep_deployment(wanted: Wanted) -> Created:
    """A deployment of a REST API; the front always serves the newest."""
    wanted.properties.take_rest()
    return Created(reference=wanted.name, attributes={"DeploymentId": wanted.name})


CREATORS: dict[str, Creator] = {
    "AWS::ApiGateway::Deployment": keep_deployment,
    "AWS::ApiGateway::RestApi": keep_api,
    "AWS::ApiGateway::Stage": keep_stage,
    "AWS::Lambda::EventSourceMapping": keep_event_source,
    "AWS::Lambda::Function": keep_function,
    "AWS::Lambda::LayerVersion": keep_layer,
}
