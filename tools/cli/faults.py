"""What is wrong with a value that a person wrote, field by field, in pydantic's words."""

from pydantic import ValidationError


def faults_of(error: ValidationError, whole: str = "") -> list[str]:
    """Each fault as `field: what is wrong`; `whole` names what was read, for a fault of no field in particular."""
    return [f"{'.'.join(map(str, fault['loc'])) or whole}: {fault['msg']}" for fault in error.errors()]
