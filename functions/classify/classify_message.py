"""Ask the model about a stored message, store its answer and hand the message on."""

from dataclasses import dataclass

from civicline.domain.classification import Classification
from civicline.domain.errors import MessageNotFoundError
from civicline.domain.message import MessageRef
from civicline.ports import Classifier, JobQueue, Messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """The model's answer; `is_new` is False for a second delivery, whose answer is dropped."""

    classification: Classification
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifyMessage:
    """The use case of the function `classify`."""

    messages: Messages
    classifier: Classifier
    to_reply: JobQueue

    def __call__(self, ref: MessageRef) -> Classified:
        """Store first, then hand on. Raises MessageNotFoundError if the table does not hold the message."""
        text = self.messages.text(ref)
        if text is None:
            raise MessageNotFoundError(ref.message_id)
        classification = self.classifier.classify(text.for_model)
        is_new = self.messages.classify(ref, classification)
        self.to_reply.put(ref)
        return Classified(classification=classification, is_new=is_new)
