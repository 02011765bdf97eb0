"""Where a message stands towards each proposal that it names: plain words first, then the model, else unclear."""

from functools import cached_property
from typing import TYPE_CHECKING

from civicline.adapters.classifier_files import ModelFiles
from civicline.domain.errors import ModelArtefactError
from civicline.domain.stances.proposal import Proposal
from civicline.domain.stances.proposal_search import find_proposals, proposals_of
from civicline.domain.stances.stance import Stance, StanceBasis, StanceFinding
from civicline.domain.topics.classification import UNDETERMINED_LANGUAGE

if TYPE_CHECKING:
    from civicline.adapters.classifier_head import Head, Matrix
    from civicline.adapters.stance_head import StanceReading

STANCE = "stance"
"""The folder of the stance head in the model folder."""
MOST_PROPOSALS = 12
"""Proposals of one message that are looked at; a voter's guide that somebody pasted names more."""


class StanceClassifier:
    """Reads stances with the head of the layer, which is loaded when a message first names a proposal."""

    def __init__(self, files: ModelFiles) -> None:
        """Raises `ModelArtefactError` where the layer's stance head is absent or damaged."""
        self._files = files
        files.path(f"{STANCE}/head.npz")
        self._folder = files.path(f"{STANCE}/head.json").parent

    def findings(self, text: str, sentence: "Matrix", language: str) -> tuple[StanceFinding, ...]:
        """The stance towards each proposal named in `text`, in their order; none where none is named.

        `sentence` is the encoder's vector of the whole text. With several proposals it tells nothing of any one, so
        that only plain words decide; nor is the model asked in a language that it has no examples of.
        """
        mentions = find_proposals(text)
        if not mentions:
            return ()
        from civicline.adapters.stance_head import read_stance  # numeric libraries load with the model

        proposals = proposals_of(mentions)[:MOST_PROPOSALS]
        may_ask = len(proposals) == 1 and language in (UNDETERMINED_LANGUAGE, *self._head.languages)
        readings = [(proposal, read_stance(text, mentions, proposal)) for proposal in proposals]
        return tuple(self._finding(*one, sentence if may_ask else None) for one in readings)

    def _finding(self, proposal: Proposal, reading: "StanceReading", sentence: "Matrix | None") -> StanceFinding:
        stance, confidence, basis = reading.cues.stance, 1.0, StanceBasis.WORDS
        if stance is Stance.UNCLEAR:
            confidence, basis = 0.0, StanceBasis.NOTHING
            if sentence is not None:
                stance, confidence, basis = self._ask(reading, sentence)
        return StanceFinding(proposal=proposal, stance=stance, confidence=confidence, basis=basis)

    def _ask(self, reading: "StanceReading", sentence: "Matrix") -> tuple[Stance, float, StanceBasis]:
        from civicline.adapters.stance_head import believed, likeliest

        likely = likeliest(self._head, reading, sentence)
        stance = believed(likely, self._head.threshold)
        basis = StanceBasis.NOTHING if stance is Stance.UNCLEAR else StanceBasis.MODEL
        return stance, likely[1], basis

    @cached_property
    def _head(self) -> "Head":
        from civicline.adapters.classifier_head import load_head

        head, version = load_head(self._folder)
        if head.encoder != self._files.encoder:
            raise ModelArtefactError(
                f"head {version} was trained on encoder {head.encoder}, the layer has {self._files.encoder}: "
                "build the layer again with: python -m layers.classifier.build"
            )
        return head
