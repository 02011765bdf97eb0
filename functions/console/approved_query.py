"""Query parameters and bodies of the API of approved messages, parsed and checked.

Imported by the API's views on first use, for pydantic takes its time.
"""

from typing import Annotated, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from civicline.domain.approved.approval import LONGEST_REASON, LONGEST_TEXT
from civicline.domain.approved.approved_message import VersionStatus
from functions.console.access import InvalidParameterError
from functions.console.api_query import Cursor, Query
from functions.console.approve_messages import Words
from functions.console.preview_message import MOST_PREVIEWS

Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
MOST_VARIANTS = 10


class ApprovedMessagesQuery(Query):
    """`GET /api/v1/approved-messages`."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Cursor | None = None


class PreviewQuery(Query):
    """`GET /api/v1/approved-messages/{id}/preview`."""

    version: Annotated[int, Field(ge=1)] | None = None
    limit: Annotated[int, Field(ge=0, le=MOST_PREVIEWS)] = 5


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WrittenBody(_Body):
    """The words of a new version."""

    text: Text
    variants: Annotated[tuple[Text, ...], Field(max_length=MOST_VARIANTS)] = ()
    english_line: Text = ""
    valid_from: AwareDatetime | None = None
    expires_at: AwareDatetime | None = None

    def words(self) -> Words:
        """The words as the use case takes them."""
        return Words(
            wordings=(self.text.strip(), *self.variants),
            english_line=self.english_line,
            valid_from=self.valid_from,
            expires_at=self.expires_at,
        )


class StatusBody(_Body):
    """The next step; `fingerprint` names the words that an approver looked at, `because` is why one retires them."""

    status: VersionStatus
    fingerprint: Annotated[str, Field(max_length=64)] = ""
    because: Annotated[str, Field(max_length=LONGEST_REASON)] = ""


Body = TypeVar("Body", bound=_Body)


def parse_body(model: type[Body], body: bytes) -> Body:
    """The parsed body. Raises InvalidParameterError naming the first field that is wrong."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][0]) if first["loc"] else "body"
        raise InvalidParameterError(field, f"“{field}”: {first['msg']}.") from error
