"""The functions of a loaded template, as workers need to know them."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.local.children import base_environment
from tools.local.template.loader import LoadedResource, LoadedTemplate

LAYER_MOUNT = "/opt"  # where Lambda puts a layer's contents


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpackedCode:
    """The unpacked zip and the unpacked layer, as folders."""

    code: Path
    layer: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function of the template: what runs, how long it may, with which path and environment."""

    logical_id: str
    name: str
    arn: str
    handler: str
    timeout_seconds: float
    memory_mb: int
    path: tuple[str, ...]
    environment: Mapping[str, str]

    def description(self, answers: int) -> str:
        """The line that tells a worker process what it is; `answers` is the descriptor to answer on."""
        return json.dumps(
            {
                "name": self.name,
                "arn": self.arn,
                "handler": self.handler,
                "timeout_seconds": self.timeout_seconds,
                "memory_mb": self.memory_mb,
                "path": self.path,
                "answers": answers,
            }
        )


def functions_of(loaded: LoadedTemplate, package: UnpackedCode, *, endpoint: str, region: str) -> list[Function]:
    """Every function of the template, to be run from an unpacked package against the laptop's endpoint."""
    return [
        _function(resource, package, endpoint=endpoint, region=region)
        for resource in loaded.of_type("AWS::Lambda::Function")
    ]


def _function(resource: LoadedResource, package: UnpackedCode, *, endpoint: str, region: str) -> Function:
    properties = resource.properties
    name = resource.created.reference
    memory_mb = int(properties.get("MemorySize", 128))
    layer = package.layer if properties.get("Layers") else None
    path = [str(package.code), *([str(layer / "python")] if layer else [])]
    declared = properties.get("Environment", {}).get("Variables", {})
    return Function(
        logical_id=resource.logical_id,
        name=name,
        arn=resource.created.attributes["Arn"],
        handler=properties["Handler"],
        timeout_seconds=float(properties.get("Timeout", 3)),
        memory_mb=memory_mb,
        path=tuple(path),
        environment={
            **base_environment(),
            **_lambda_environment(name, properties["Handler"], package, memory_mb, endpoint, region),
            **{key: _mounted(str(value), layer) for key, value in declared.items()},
        },
    )


def _lambda_environment(
    name: str, handler: str, package: UnpackedCode, memory_mb: int, endpoint: str, region: str
) -> dict[str, str]:
    """What Lambda itself sets.

    Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
    """
    return {
        "_HANDLER": handler,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_SESSION_TOKEN": "test",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{sys.version_info.major}.{sys.version_info.minor}",
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(memory_mb),
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "laptop",
        "LAMBDA_TASK_ROOT": str(package.code),
        "TZ": ":UTC",
    }


def _mounted(value: str, layer: Path | None) -> str:
    """A path inside a layer, where the layer's contents really are."""
    is_inside = layer is not None and value.startswith(f"{LAYER_MOUNT}/")
    return str(layer) + value.removeprefix(LAYER_MOUNT) if is_inside else value
