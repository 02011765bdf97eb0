"""Where the next page of an index goes on, as a string that can be handed out and taken back."""

import base64
import json
from typing import Any

from civicline.domain.errors import CursorInvalidError


def cursor_of(last_key: Any) -> str:
    """A key as a string that can stand in an address."""
    return base64.urlsafe_b64encode(json.dumps(last_key, separators=(",", ":")).encode()).decode()


def start_key(cursor: str, prefix: str, partition: str) -> Any:
    """The key in a cursor of an index whose keys begin with `prefix`, or of the table itself where that is "".

    One that is damaged, of another list or of another office is refused.
    """
    own = f"{prefix}_pk" if prefix else "pk"
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        is_whole = key.keys() == {"pk", "sk", own, f"{own[:-2]}sk"} and all(
            value.keys() == {"S"} and isinstance(value["S"], str) and value["S"] for value in key.values()
        )
    except (ValueError, AttributeError) as error:
        raise CursorInvalidError from error
    if not is_whole or key[own]["S"] != partition:
        raise CursorInvalidError
    return key
