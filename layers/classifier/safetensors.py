"""Reading float weights from a safetensors file (https://github.com/huggingface/safetensors, "Format")."""

import json
import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt

_DTYPES: dict[str, np.dtype[np.floating]] = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2")}


def read_float_tensors(path: Path) -> dict[str, npt.NDArray[np.float32]]:
    """Every floating-point tensor of the file by name, as float32; other tensors are left out.

    Raises `ValueError` where the file is not in the format.
    """
    content = path.read_bytes()
    if len(content) < 8:
        raise ValueError(f"{path} is no safetensors file: it has only {len(content)} bytes")
    (header_bytes,) = struct.unpack_from("<Q", content)
    body = 8 + header_bytes
    if body > len(content):
        raise ValueError(f"{path} is no safetensors file: its header is longer than the file")
    header = json.loads(content[8:body])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        if (dtype := _DTYPES.get(entry["dtype"])) is None:
            continue
        first, end = entry["data_offsets"]
        flat = np.frombuffer(content, dtype=dtype, count=(end - first) // dtype.itemsize, offset=body + first)
        tensors[name] = flat.reshape(entry["shape"]).astype(np.float32)
    return tensors
