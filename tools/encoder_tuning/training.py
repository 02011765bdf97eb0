"""Learning a low-rank change under which texts of one topic lie near to one another and others far apart.

The loss is that of Khosla et al. 2020, "Supervised contrastive learning". Texts are read as hurried people would type
them, and an anchor holds their vectors near to the published ones, since what the encoder knows of other topics is
what new offices live on.
"""

import logging
import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict
from transformers import BertModel

from layers.classifier.pip_runs import Progress
from tools.encoder_tuning.low_rank import LowRankChange, Tuning
from tools.encoder_tuning.model import mean_vectors, read_tokenizer
from tools.encoder_tuning.noise import typed
from tools.encoder_tuning.sampling import Groups, draw_batch

_TARGETS = r".*encoder\.layer.*(query|key|value|dense)"
"""All matrices of the transformer's layers; the word vectors stay."""
_DOWN, _UP = ".lora_A.weight", ".lora_B.weight"
_PREFIX = "base_model.model."
_NOT_ITSELF = -1e9
_REPORT_EVERY = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to train: each step compares `texts` texts of each of `topics` topics.

    `anchor` is the weight of the distance from the published vectors; texts end after `max_tokens`.
    """

    steps: int
    seed: int
    topics: int = 24
    texts: int = 2
    rank: int = 16
    learning_rate: float = 5e-4
    warm_up_steps: int = 30
    temperature: float = 0.07
    anchor: float = 1.0
    max_tokens: int = 32

    def pace(self, step: int) -> float:
        """The part of the learning rate at a step: rising at first, then falling along a cosine to a twentieth."""
        rising = min(1.0, (step + 1) / self.warm_up_steps)
        return rising * max(0.05, 0.5 * (1 + math.cos(math.pi * step / self.steps)))


def tune(folder: Path, sets: Sequence[Groups], recipe: Recipe, progress: Progress) -> Tuning:
    """What the encoder in `folder` learns from the sets. Equal arguments on one machine give an equal result."""
    torch.manual_seed(recipe.seed)
    generator = np.random.default_rng(recipe.seed)
    model = _changeable(BertModel.from_pretrained(folder), recipe)
    tokenizer = read_tokenizer(folder, recipe.max_tokens)
    learning = [weight for weight in model.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(learning, lr=recipe.learning_rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, recipe.pace)
    for step in range(recipe.steps):
        batch = draw_batch(sets, generator, topics=recipe.topics, texts=recipe.texts)
        with torch.no_grad(), model.disable_adapter():
            published = mean_vectors(model, tokenizer, batch.texts)
        vectors = mean_vectors(model, tokenizer, [typed(text, generator) for text in batch.texts])
        contrast = contrastive_loss(vectors, torch.tensor(batch.topics), recipe.temperature)
        distance = 1 - (vectors * published).sum(-1).mean()
        optimiser.zero_grad()
        (contrast + recipe.anchor * distance).backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimiser.step()
        schedule.step()
        if step % _REPORT_EVERY == 0 or step == recipe.steps - 1:
            progress(f"step {step + 1} of {recipe.steps}: contrast {contrast.item():.3f}, moved {distance.item():.3f}")
    return _tuning(get_peft_model_state_dict(model), recipe)


def contrastive_loss(vectors: Any, topics: Any, temperature: float) -> Any:
    """The mean, over texts with another of their topic, of the negative log-likelihood of picking such a one."""
    itself = torch.eye(len(topics), dtype=torch.bool)
    same = (topics[:, None] == topics[None]) & ~itself
    likelihood = (vectors @ vectors.T / temperature).masked_fill(itself, _NOT_ITSELF).log_softmax(-1)
    has_other = same.any(1)
    return -((likelihood * same).sum(1)[has_other] / same.sum(1)[has_other]).mean()


def _changeable(model: Any, recipe: Recipe) -> Any:
    """The model with its weights fixed and a change beside each that learns, at first of nothing.

    Dropout is off: the noise in the texts takes its place, and the anchor needs vectors that do not flicker.
    """
    logging.getLogger("peft").setLevel(logging.ERROR)
    configuration = LoraConfig(r=recipe.rank, lora_alpha=2 * recipe.rank, target_modules=_TARGETS, lora_dropout=0.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of transformers about itself
        return get_peft_model(model, configuration).eval()


def _tuning(state: dict[str, Any], recipe: Recipe) -> Tuning:
    names = [name.removesuffix(_DOWN) for name in state if name.endswith(_DOWN)]
    return Tuning(
        changes={
            f"{name.removeprefix(_PREFIX)}.weight": LowRankChange(
                up=state[name + _UP].numpy().copy(), down=state[name + _DOWN].numpy().copy()
            )
            for name in names
        },
        scale=configured_scale(recipe.rank),
    )


def configured_scale(rank: int) -> float:
    """What a change is multiplied by: peft's alpha over the rank, of which alpha is twice the rank."""
    return 2 * rank / rank
