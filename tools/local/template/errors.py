"""What can be wrong with a template, or missing from the laptop stack.

TemplateError
|-- UnknownFunctionError      an intrinsic function that the laptop stack does not evaluate
|-- UnknownReferenceError     a name that is neither a parameter nor an active resource, or an unknown attribute
|-- UnknownParameterError     a parameter without a value, or a value without a parameter
|-- UnknownTypeError          a resource type for which there is neither a creator nor a reason to leave it out
`-- UnknownPropertyError      a property that no creator read, so that nothing is skipped in silence
"""


class TemplateError(Exception):
    """The template cannot be set up on a laptop as it stands."""


class UnknownFunctionError(TemplateError):
    """An intrinsic function that the laptop stack does not evaluate."""


class UnknownReferenceError(TemplateError):
    """A reference to something that does not exist."""


class UnknownParameterError(TemplateError):
    """A parameter without a value, or a value without a parameter."""


class UnknownTypeError(TemplateError):
    """A resource type that the laptop stack neither creates nor leaves out with a reason."""


class UnknownPropertyError(TemplateError):
    """A property of a resource that its creator did not read."""
