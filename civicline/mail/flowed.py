"""Text sent as format=flowed (RFC 3676): soft line breaks undone, quote marks kept."""

_SIGNATURE_MARK = "-- "


def unflow(text: str, *, is_delsp: bool) -> str:
    """Join lines that end in a space with the next one of the same quote depth.

    `is_delsp` says that the trailing space was added by the sending program and is to go (section 4.3).
    """
    paragraphs: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth, content = _unquoted(line)
        is_mark = content == _SIGNATURE_MARK
        if open_depth == depth and not is_mark:
            paragraphs[-1] += content
        else:
            paragraphs.append((">" * depth + " " if depth else "") + content)
        is_soft = content.endswith(" ") and not is_mark
        open_depth = depth if is_soft else None
        if is_soft and is_delsp:
            paragraphs[-1] = paragraphs[-1][:-1]
    return "\n".join(paragraphs)


def _unquoted(line: str) -> tuple[int, str]:
    """Quote depth and content; a leading space was stuffed in to protect the line (section 4.4)."""
    content = line.lstrip(">")
    return len(line) - len(content), content.removeprefix(" ")
