"""Writes a trained judge as ONNX and GGUF, the same weights twice: export.py --work FOLDER --name NAME --out data/judges/NAME."""

import argparse
import json
import os
import shutil
import warnings

import numpy as np
import torch

import gguf
from bpe import SPECIAL, Tokenizer
from model import Config, Llama, causal_mask

CHAT_TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


class DecoderWithPast(torch.nn.Module):
    """The model as the usual exports show it."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, position_ids, *past):
        total, length = attention_mask.shape[1], input_ids.shape[1]
        place = torch.arange(total)
        seen = (place.unsqueeze(0) <= place[total - length:].unsqueeze(1)).unsqueeze(0) & (attention_mask > 0).unsqueeze(1)
        mask = torch.where(seen, torch.tensor(0.0), torch.tensor(-1e9)).unsqueeze(1)
        pairs = list(zip(past[0::2], past[1::2]))
        hidden, presents, _ = self.model(input_ids, position_ids, mask, pairs)
        return (self.model.logits(hidden), *[tensor for pair in presents for tensor in pair])


def write_onnx(model, path):
    c = model.config
    batch, length, before = 2, 3, 4
    past_names = [f"past_key_values.{i}.{part}" for i in range(c.num_hidden_layers) for part in ("key", "value")]
    present_names = [f"present.{i}.{part}" for i in range(c.num_hidden_layers) for part in ("key", "value")]
    inputs = (
        torch.zeros(batch, length, dtype=torch.int64),
        torch.ones(batch, before + length, dtype=torch.int64),
        torch.arange(before, before + length).expand(batch, length),
        *[torch.zeros(batch, c.num_key_value_heads, before, c.head_dim) for _ in past_names],
    )
    axes = {
        "input_ids": {0: "batch_size", 1: "sequence_length"},
        "attention_mask": {0: "batch_size", 1: "total_sequence_length"},
        "position_ids": {0: "batch_size", 1: "sequence_length"},
        "logits": {0: "batch_size", 1: "sequence_length"},
        **{name: {0: "batch_size", 2: "past_sequence_length"} for name in past_names},
        **{name: {0: "batch_size", 2: "total_sequence_length"} for name in present_names},
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            DecoderWithPast(model), inputs, path, opset_version=15, dynamic_axes=axes,
            input_names=["input_ids", "attention_mask", "position_ids", *past_names], output_names=["logits", *present_names])


def write_gguf(model, tokenizer, name, path):
    c = model.config
    metadata = {
        "general.architecture": "llama",
        "general.name": name,
        "general.file_type": 1,
        "general.alignment": gguf.ALIGNMENT,
        "llama.vocab_size": c.vocab_size,
        "llama.context_length": c.max_position_embeddings,
        "llama.embedding_length": c.hidden_size,
        "llama.block_count": c.num_hidden_layers,
        "llama.feed_forward_length": c.intermediate_size,
        "llama.attention.head_count": c.num_attention_heads,
        "llama.attention.head_count_kv": c.num_key_value_heads,
        "llama.attention.layer_norm_rms_epsilon": c.rms_norm_eps,
        "llama.rope.dimension_count": c.head_dim,
        "llama.rope.freq_base": c.rope_theta,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "qwen2",
        "tokenizer.ggml.tokens": tokenizer.tokens,
        "tokenizer.ggml.token_type": [3 if token in SPECIAL else 1 for token in tokenizer.tokens],
        "tokenizer.ggml.merges": [" ".join(pair) for pair in tokenizer.merges],
        "tokenizer.ggml.eos_token_id": tokenizer.id["<|im_end|>"],
        "tokenizer.ggml.padding_token_id": tokenizer.id["<|endoftext|>"],
        "tokenizer.ggml.add_bos_token": False,
        "tokenizer.chat_template": CHAT_TEMPLATE,
    }

    def interleaved(weight, heads):
        """Rotary pairs lie side by side in GGUF and half a head apart in Hugging Face's order."""
        return weight.reshape(heads, 2, c.head_dim // 2, -1).swapaxes(1, 2).reshape(weight.shape)

    weights = {key: value.numpy() for key, value in model.state_dict().items()}
    half = lambda key: weights[key].astype(np.float16)
    tensors = {"token_embd.weight": half("embed_tokens.weight")}
    for i in range(c.num_hidden_layers):
        source, target = f"layers.{i}.", f"blk.{i}."
        tensors[target + "attn_norm.weight"] = weights[source + "input_layernorm.weight"]
        tensors[target + "attn_q.weight"] = interleaved(half(source + "self_attn.q_proj.weight"), c.num_attention_heads)
        tensors[target + "attn_k.weight"] = interleaved(half(source + "self_attn.k_proj.weight"), c.num_key_value_heads)
        tensors[target + "attn_v.weight"] = half(source + "self_attn.v_proj.weight")
        tensors[target + "attn_output.weight"] = half(source + "self_attn.o_proj.weight")
        tensors[target + "ffn_norm.weight"] = weights[source + "post_attention_layernorm.weight"]
        tensors[target + "ffn_gate.weight"] = half(source + "mlp.gate_proj.weight")
        tensors[target + "ffn_up.weight"] = half(source + "mlp.up_proj.weight")
        tensors[target + "ffn_down.weight"] = half(source + "mlp.down_proj.weight")
    tensors["output_norm.weight"] = weights["norm.weight"]
    gguf.write(path, metadata, tensors)


def read_gguf(path):
    """The model of a GGUF file that write_gguf wrote."""
    metadata, tensors = gguf.read(path)
    get = lambda key: metadata["llama." + key]
    c = Config(
        vocab_size=get("vocab_size"), hidden_size=get("embedding_length"), intermediate_size=get("feed_forward_length"),
        num_hidden_layers=get("block_count"), num_attention_heads=get("attention.head_count"),
        num_key_value_heads=get("attention.head_count_kv"), max_position_embeddings=get("context_length"),
        rope_theta=get("rope.freq_base"), rms_norm_eps=get("attention.layer_norm_rms_epsilon"))
    names = {"attn_norm": "input_layernorm", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj", "ffn_norm": "post_attention_layernorm", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj"}
    weights = {}
    for key, tensor in tensors.items():
        if key.startswith("blk."):
            _, layer, part, _ = key.split(".")
            if part in ("attn_q", "attn_k"):
                heads = c.num_attention_heads if part == "attn_q" else c.num_key_value_heads
                tensor = tensor.reshape(heads, c.head_dim // 2, 2, -1).swapaxes(1, 2).reshape(tensor.shape)
            key = f"layers.{layer}.{names[part]}.weight"
        else:
            key = {"token_embd.weight": "embed_tokens.weight", "output_norm.weight": "norm.weight"}[key]
        weights[key] = torch.from_numpy(tensor.astype(np.float32))
    model = Llama(c)
    model.load_state_dict(weights)
    return model.eval()


def write_parity(model, tokenizer, examples, path):
    """For some prompts: the tokens, the log-probability of each candidate, and that of the whole prompt, token by token."""
    with open(path, "w", encoding="utf-8") as file, torch.no_grad():
        for example in examples:
            segments = example["segments"]
            ids = [t for i, s in enumerate(segments) for t in tokenizer.encode(s, i in (0, len(segments) - 1))]
            tensor = torch.tensor([ids])
            hidden, _, _ = model(tensor, torch.arange(len(ids)).unsqueeze(0), causal_mask(len(ids)))
            logs = model.logits(hidden)[0].log_softmax(-1)
            candidates = "ABC" if example["protocol"] == "pairwise" else "1234567"
            line = {
                "segments": segments,
                "tokens": ids,
                "log_probabilities": {c: round(float(logs[-1, tokenizer.id[c]]), 6) for c in candidates},
                "prompt_log_probability": round(float(logs[torch.arange(len(ids) - 1), tensor[0, 1:]].double().sum()), 5),
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    tokenizer = Tokenizer.load(os.path.join(args.work, "tokenizer.json"))
    model = Llama(Config(vocab_size=len(tokenizer.tokens)))
    state = torch.load(os.path.join(args.work, f"{args.name}.pt"))["model"]
    # Rounded once, so that the f16 file and the f32 file are the same model.
    model.load_state_dict({key: value.half().float() if value.dim() > 1 else value for key, value in state.items()})
    model.eval().requires_grad_(False)
    write_onnx(model, os.path.join(args.out, "model.onnx"))
    write_gguf(model, tokenizer, args.name, os.path.join(args.out, "model.gguf"))
    with open(os.path.join(args.out, "config.json"), "w", encoding="utf-8") as file:
        json.dump(model.config.to_json(), file, indent=2)
        file.write("\n")
    shutil.copy(os.path.join(args.work, "tokenizer.json"), os.path.join(args.out, "tokenizer.json"))
    special = {"pad_token": "<|endoftext|>", "eos_token": "<|im_end|>", "add_bos_token": False, "chat_template": CHAT_TEMPLATE, "model_max_length": model.config.max_position_embeddings, "tokenizer_class": "PreTrainedTokenizerFast"}
    with open(os.path.join(args.out, "tokenizer_config.json"), "w", encoding="utf-8") as file:
        json.dump(special, file, indent=2)
        file.write("\n")
    with open(os.path.join(args.work, "validation.jsonl"), encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    write_parity(model, tokenizer, lines[::len(lines) // 50][:50], os.path.join(args.out, "parity.jsonl"))


if __name__ == "__main__":
    main()
