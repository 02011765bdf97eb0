"""A version as lines, so that two of them can be compared."""

from civicline.domain.approved_message import MessageVersion


def lines_of(version: MessageVersion) -> list[str]:
    """Everything that an approver signs, in the order in which a reader looks at it."""
    lines = version.text.splitlines()
    for number, variant in enumerate(version.variants, start=1):
        lines += [f"Variant {number}:", *variant.splitlines()]
    if version.english_line:
        lines += [f"English line: {version.english_line}"]
    if version.valid_from:
        lines.append(f"Valid from: {version.valid_from.isoformat()}")
    if version.expires_at:
        lines.append(f"Expires: {version.expires_at.isoformat()}")
    return lines
