"""A template as tests ask about it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Template:
    """A CloudFormation document with questions."""

    document: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> "Template":
        return cls(json.loads(path.read_text(encoding="utf-8")))

    @property
    def resources(self) -> dict[str, dict[str, Any]]:
        return self.document["Resources"]

    def of_type(self, resource_type: str) -> dict[str, dict[str, Any]]:
        """Logical ids and properties of a type's resources, of which there must be some."""
        found = {
            logical_id: resource["Properties"]
            for logical_id, resource in self.resources.items()
            if resource["Type"] == resource_type
        }
        assert found, f"no {resource_type} in the template"
        return found

    def policies(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every statement of the roles, with the role's logical id."""
        for logical_id, role in self.of_type("AWS::IAM::Role").items():
            for policy in role["Policies"]:
                for statement in policy["PolicyDocument"]["Statement"]:
                    yield logical_id, statement

    def statements_of(self, function: str) -> list[dict[str, Any]]:
        """The statements of a function's own role."""
        role, _ = self.of_type("AWS::Lambda::Function")[function]["Role"]["Fn::GetAtt"]
        return [statement for owner, statement in self.policies() if owner == role]


def as_list(value: Any) -> list[Any]:
    """What IAM lets one write as a single value."""
    return value if isinstance(value, list) else [value]


def target_of(get_attribute: Any) -> str:
    """The logical id in a Fn::GetAtt or Ref."""
    return get_attribute["Ref"] if "Ref" in get_attribute else get_attribute["Fn::GetAtt"][0]
