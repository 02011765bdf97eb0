"""The bundled sentence encoder on onnxruntime, one thread."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from civicline.domain.errors import ModelArtefactError

MAX_TOKENS = 256


class OnnxEncoder:
    """Texts to vectors of length 1. One text a call: the 8-bit products scale by what they are given together,
    so that a text's vector would depend on its neighbours."""

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, identity: str) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.identity = identity

    @classmethod
    def load(cls, model: Path, tokenizer_file: Path, identity: str) -> "OnnxEncoder":
        """The encoder in two files; `identity` is its name for heads. Raises `ModelArtefactError`."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
            tokenizer = Tokenizer.from_file(str(tokenizer_file))
        except Exception as error:  # both libraries raise classes of their own that have no common root
            raise ModelArtefactError(
                f"{model.parent} holds an encoder that cannot be loaded ({type(error).__name__}): "
                "build the layer again with: python -m layers.classifier.build"
            ) from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        return cls(session, tokenizer, identity)

    def embed(self, text: str) -> npt.NDArray[np.float32]:
        """The vector of one text; words after 256 tokens are not read."""
        tokens = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        vector: npt.NDArray[np.float32] = self._session.run(None, {"input_ids": tokens})[0][0]
        return vector
