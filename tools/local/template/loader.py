"""Creates what a translated template declares, one resource after another, and skips nothing in silence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import Any

from tools.local.resources import CREATORS, LEFT_OUT
from tools.local.template.errors import TemplateError, UnknownTypeError
from tools.local.template.intrinsics import Created, Evaluator, parameter_values
from tools.local.template.properties import Clients, Creator, Properties, Wanted

ACCOUNT = "123456789012"  # the account that moto answers for
RESOURCE_ATTRIBUTES = {
    "Type",
    "Properties",
    "DependsOn",
    "Condition",
    "Metadata",
    "DeletionPolicy",
    "UpdateReplacePolicy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedResource:
    """A resource that exists now, or that another part of the stack (workers, front, listener) plays."""

    logical_id: str
    resource_type: str
    properties: Mapping[str, Any]
    created: Created


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedTemplate:
    """Everything a template declared, by logical id, its outputs, and what was left out with the reason."""

    resources: Mapping[str, LoadedResource]
    outputs: Mapping[str, str]
    left_out: Mapping[str, str]

    def of_type(self, resource_type: str) -> Iterator[LoadedResource]:
        """The resources of a type, in the order of their creation."""
        return (found for found in self.resources.values() if found.resource_type == resource_type)

    def by_reference(self, resource_type: str, reference: str) -> LoadedResource:
        """The resource of a type that Ref names; raises TemplateError if there is none."""
        for found in self.of_type(resource_type):
            if reference in (found.created.reference, found.created.attributes.get("Arn")):
                return found
        raise TemplateError(f"no {resource_type} is {reference}")


@dataclass(slots=True)
class _Loading:
    created: dict[str, Created] = field(default_factory=dict)
    resources: dict[str, LoadedResource] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


def load(
    template: Mapping[str, Any],
    *,
    stack_name: str,
    parameters: Mapping[str, str],
    clients: Clients,
    region: str,
    creators: Mapping[str, Creator] = CREATORS,
    left_out: Mapping[str, str] = LEFT_OUT,
) -> LoadedTemplate:
    """Create every active resource of a translated template; raises TemplateError on anything it does not know."""
    loading = _Loading()
    evaluator = Evaluator(
        template,
        parameter_values(template.get("Parameters", {}), parameters),
        _pseudo_parameters(stack_name, region),
        loading.created,
    )
    active = {
        logical_id: resource
        for logical_id, resource in template["Resources"].items()
        if "Condition" not in resource or evaluator.holds(resource["Condition"])
    }
    _refuse_unknown(active, {*creators, *left_out})
    for logical_id in _creation_order(active, evaluator):
        resource = active[logical_id]
        properties = evaluator.resolve(resource.get("Properties", {}))
        wanted = Wanted(
            logical_id=logical_id,
            name=f"{stack_name}-{logical_id}",
            properties=Properties(f"{logical_id} ({resource['Type']})", properties),
            clients=clients,
            region=region,
            account=ACCOUNT,
        )
        _create(loading, resource["Type"], properties, wanted, creators, left_out)
    return LoadedTemplate(
        resources=loading.resources,
        outputs=_outputs(template, evaluator),
        left_out=loading.left_out,
    )


def _create(
    loading: _Loading,
    resource_type: str,
    properties: Mapping[str, Any],
    wanted: Wanted,
    creators: Mapping[str, Creator],
    left_out: Mapping[str, str],
) -> None:
    if resource_type in left_out:
        loading.left_out[wanted.logical_id] = left_out[resource_type]
        loading.created[wanted.logical_id] = _stand_in(resource_type, wanted)
        return
    created = creators[resource_type](wanted)
    wanted.properties.refuse_unread()
    loading.created[wanted.logical_id] = created
    loading.resources[wanted.logical_id] = LoadedResource(
        logical_id=wanted.logical_id, resource_type=resource_type, properties=properties, created=created
    )


def _stand_in(resource_type: str, wanted: Wanted) -> Created:
    """A name and an ARN for what is left out, since other resources mention it (a function its role)."""
    service, kind = resource_type.lower().split("::")[1:3]
    return Created(reference=wanted.name, attributes={"Arn": wanted.arn(service, f"{kind}/{wanted.name}")})


def _refuse_unknown(resources: Mapping[str, Any], known_types: set[str]) -> None:
    unknown = sorted({r["Type"] for r in resources.values()} - known_types)
    if unknown:
        raise UnknownTypeError(f"the laptop stack does not know {', '.join(unknown)}")
    for logical_id, resource in resources.items():
        surplus = sorted(set(resource) - RESOURCE_ATTRIBUTES)
        if surplus:
            raise TemplateError(f"{logical_id}: the laptop stack does not know {', '.join(surplus)}")


def _creation_order(resources: Mapping[str, Any], evaluator: Evaluator) -> list[str]:
    graph: dict[str, set[str]] = {}
    for logical_id, resource in resources.items():
        explicit = resource.get("DependsOn", [])
        names = {*([explicit] if isinstance(explicit, str) else explicit)}
        names.update(evaluator.references(resource.get("Properties", {})))
        graph[logical_id] = names & set(resources)
    return list(TopologicalSorter(graph).static_order())


def _outputs(template: Mapping[str, Any], evaluator: Evaluator) -> dict[str, str]:
    return {
        name: evaluator.resolve(output["Value"])
        for name, output in template.get("Outputs", {}).items()
        if "Condition" not in output or evaluator.holds(output["Condition"])
    }


def _pseudo_parameters(stack_name: str, region: str) -> dict[str, str]:
    return {
        "AWS::AccountId": ACCOUNT,
        "AWS::Partition": "aws",
        "AWS::Region": region,
        "AWS::StackId": f"arn:aws:cloudformation:{region}:{ACCOUNT}:stack/{stack_name}/laptop",
        "AWS::StackName": stack_name,
        "AWS::URLSuffix": "amazonaws.com",
    }
