"""Reads the case files of claims: sections, each with the parts wild, negative and known_failure."""

import tomllib
from pathlib import Path

import pytest

PARTS = ("wild", "negative", "known_failure")


def load(name):
    """The sections of `cases/NAME.toml`."""
    return tomllib.loads((Path(__file__).parent / "cases" / f"{name}.toml").read_text(encoding="utf-8"))


def parameters(name):
    """Every case as a pytest parameter; a known failure may pass with another parser, so its mark is not strict."""
    failing = [pytest.mark.xfail(strict=False, reason="known failure")]
    return [
        pytest.param(case, id=f"{section}-{part}-{case['text'][:50]}", marks=failing if part == "known_failure" else [])
        for section, parts in load(name).items()
        for part in PARTS
        for case in parts.get(part, ())
    ]


def assert_whole(name, least):
    """The file has enough cases, no text twice, and no part under a wrong name."""
    sections = load(name)
    texts = [case["text"] for parts in sections.values() for cases in parts.values() for case in cases]
    assert len(texts) >= least
    assert len(texts) == len(set(texts))
    assert all(set(parts) <= set(PARTS) for parts in sections.values())
    assert all(parts.get("wild") or parts.get("negative") for parts in sections.values())
    assert all(any(part in parts for parts in sections.values()) for part in PARTS)
