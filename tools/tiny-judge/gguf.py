"""Writes and reads GGUF, version 3, as far as a small llama needs it."""

import struct

import numpy as np

U32, I32, F32, BOOL, STRING, ARRAY, U64 = 4, 5, 6, 7, 8, 9, 10
ALIGNMENT = 32
TYPES = {np.dtype(np.float32): 0, np.dtype(np.float16): 1}


def _string(text):
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _value(value):
    """Type number and bytes of a metadata value."""
    if isinstance(value, bool):
        return BOOL, struct.pack("<?", value)
    if isinstance(value, int):
        return U32, struct.pack("<I", value)
    if isinstance(value, float):
        return F32, struct.pack("<f", value)
    if isinstance(value, str):
        return STRING, _string(value)
    if isinstance(value[0], str):
        return ARRAY, struct.pack("<IQ", STRING, len(value)) + b"".join(map(_string, value))
    return ARRAY, struct.pack("<IQ", I32, len(value)) + struct.pack(f"<{len(value)}i", *value)


def write(path, metadata, tensors):
    header = struct.pack("<4sIQQ", b"GGUF", 3, len(tensors), len(metadata))
    for key, value in metadata.items():
        kind, data = _value(value)
        header += _string(key) + struct.pack("<I", kind) + data
    offset = 0
    for name, tensor in tensors.items():
        # The fastest dimension comes first.
        header += _string(name) + struct.pack(f"<I{tensor.ndim}QIQ", tensor.ndim, *reversed(tensor.shape), TYPES[tensor.dtype], offset)
        offset += -(-tensor.nbytes // ALIGNMENT) * ALIGNMENT
    with open(path, "wb") as file:
        file.write(header + bytes(-len(header) % ALIGNMENT))
        for tensor in tensors.values():
            file.write(tensor.tobytes() + bytes(-tensor.nbytes % ALIGNMENT))


def read(path):
    """Metadata and tensors."""
    with open(path, "rb") as file:
        data = file.read()
    at = 0

    def take(form):
        nonlocal at
        values = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize("<" + form)
        return values[0] if len(values) == 1 else values

    def text():
        nonlocal at
        length = take("Q")
        at += length
        return data[at - length:at].decode()

    def value(kind):
        if kind == STRING:
            return text()
        if kind == ARRAY:
            inner, count = take("I"), take("Q")
            return [value(inner) for _ in range(count)]
        return take({U32: "I", I32: "i", F32: "f", BOOL: "?", U64: "Q"}[kind])

    magic, version, tensor_count, pair_count = take("4sIQQ")
    if magic != b"GGUF" or version != 3:
        raise ValueError(f"{path} is not GGUF version 3")
    metadata = {}
    for _ in range(pair_count):
        key = text()
        metadata[key] = value(take("I"))
    places = []
    for _ in range(tensor_count):
        name, rank = text(), take("I")
        shape = [take("Q") for _ in range(rank)]
        places.append((name, shape[::-1], take("I"), take("Q")))
    at += -at % ALIGNMENT
    types = {number: kind for kind, number in TYPES.items()}
    tensors = {
        name: np.frombuffer(data, types[kind], int(np.prod(shape)), at + offset).reshape(shape) for name, shape, kind, offset in places
    }
    return metadata, tensors
