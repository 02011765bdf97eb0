"""The encoder in torch: sentence vectors in full precision, as the layer's graph computes them in 8 bits."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer
from transformers import BertModel

from civicline.adapters.classifier_head import Matrix
from tools.encoder_tuning.errors import TuningError
from tools.encoder_tuning.low_rank import Weights
from tools.encoder_tuning.published import CONFIGURATION, TOKENIZER, WEIGHTS

MAX_TOKENS = 256
"""As many as the layer's encoder reads."""
TEXTS_AT_ONCE = 32


def read_tokenizer(folder: Path, max_tokens: int) -> Any:
    """The tokenizer, which cuts texts to `max_tokens` and pads them to the longest of a call."""
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.enable_truncation(max_tokens)
    tokenizer.enable_padding(length=None)
    return tokenizer


def mean_vectors(model: Any, tokenizer: Any, texts: Sequence[str]) -> Any:
    """A tensor with a row for each text: the mean of its tokens' vectors, scaled to length 1."""
    encodings = tokenizer.encode_batch(list(texts))
    mask = torch.tensor([one.attention_mask for one in encodings])
    ids = torch.tensor([one.ids for one in encodings])
    of_tokens = model(input_ids=ids, attention_mask=mask).last_hidden_state
    means = (of_tokens * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return torch.nn.functional.normalize(means, dim=-1)


class SentenceModel:
    """An encoder in a folder, whose weights can be exchanged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model = BertModel.from_pretrained(folder).eval()
        self._tokenizer = read_tokenizer(folder, MAX_TOKENS)
        self.published: Weights = load_file(folder / WEIGHTS)

    def use(self, weights: Weights) -> None:
        """Compute with these weights from now on. Raises `TuningError` where one is missing."""
        tensors = {name: torch.from_numpy(value) for name, value in weights.items()}
        if missing := self._model.load_state_dict(tensors, strict=False).missing_keys:
            raise TuningError(f"the weights lack {missing[0]}: they are of another encoder")

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """A row for each text; texts of like length are computed together, so that little is padded."""
        result = np.empty((len(texts), self._model.config.hidden_size), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        with torch.inference_mode():
            for first in range(0, len(order), TEXTS_AT_ONCE):
                places = order[first : first + TEXTS_AT_ONCE]
                result[places] = mean_vectors(self._model, self._tokenizer, [texts[place] for place in places]).numpy()
        return result

    def save(self, weights: Weights, folder: Path) -> None:
        """Write an encoder with these weights; transformers and the layer's recipe read its files."""
        folder.mkdir(parents=True, exist_ok=True)
        save_file(dict(weights), folder / WEIGHTS, metadata={"format": "pt"})
        for name in (CONFIGURATION, TOKENIZER):
            shutil.copy2(self._folder / name, folder / name)
