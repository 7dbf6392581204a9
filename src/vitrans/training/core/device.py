"""What a model is trained on, and in which precision."""

import torch


def choose_device(name: str) -> torch.device:
    """Return the named device; `auto` is the GPU where there is one."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.device(name)


def has_fast_bfloat16(device: torch.device) -> bool:
    """Say whether matrix products in bfloat16 are faster than in float32 there.

    On a processor they are where it has instructions for them (AVX512-BF16, AMX); without these
    they are emulated and slower.
    """
    if device.type != "cpu":
        return True
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16") or able.get("bf16"))
