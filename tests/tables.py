"""The two tables as infra/data.yaml declares them, made in moto under their logical ids."""

from typing import Any

from tests.conftest import PROJECT
from tools.packaging.parts import read_part

_DECLARED = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")


def create_tables(client: Any) -> None:
    """Create RecordsTable and AggregatesTable, with their indexes."""
    resources = read_part(PROJECT / "infra" / "data.yaml")["Resources"]
    for logical_id in ("RecordsTable", "AggregatesTable"):
        declared = resources[logical_id]["Properties"]
        wanted = {name: declared[name] for name in _DECLARED if name in declared}
        client.create_table(TableName=logical_id, **wanted)
