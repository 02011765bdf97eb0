"""A small office for the classifier's tests, and an encoder that needs no model."""

import zlib

import numpy as np

from civicline.adapters.classifier_head import Matrix

DIMENSIONS = 32

TOPICS = {
    "pothole": ("pothole street hole asphalt", "deep hole in the asphalt", "pothole broke my wheel", "hole road wheel"),
    "trash": ("trash bin not collected", "garbage bin full", "no garbage collected", "trash left on the curb"),
    "noise": ("loud music at night", "noise party neighbor", "neighbor plays loud music", "barking noise all night"),
    "water": ("water bill too high", "pay my water bill", "water meter bill wrong", "bill for water meter"),
    "trees": ("tree fell on fence", "fallen tree branch", "branch hangs from tree", "tree branch over fence"),
}


class WordEncoder:
    """The mean of a fixed random vector for each word: texts that share words are near."""

    identity = "words-1"

    def embed(self, text: str) -> Matrix:
        vectors = [self._of_word(word) for word in text.casefold().split()] or [np.ones(DIMENSIONS)]
        mean = np.mean(vectors, axis=0)
        return (mean / np.linalg.norm(mean)).astype(np.float32)

    @staticmethod
    def _of_word(word: str) -> np.ndarray:
        return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(DIMENSIONS)


def the_examples() -> tuple[list[str], list[str]]:
    """Texts, and the topic of each; every example also in two longer forms, so that each fold has enough."""
    pairs = [
        (f"{opening}{text}", topic)
        for topic, texts in TOPICS.items()
        for text in texts
        for opening in ("", "please help ", "hello city ")
    ]
    return [text for text, _ in pairs], [topic for _, topic in pairs]
