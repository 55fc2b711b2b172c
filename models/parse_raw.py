"""Silver trees: what the teacher makes of raw news, those of which it is sure, written as JSON lines."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpora import Sentence
from rawtext import bracketed, ordinary_case, raw_sentences
from teacher import Parse, load_teacher, parse_all

__all__ = ["make_silver"]

SURE = 0.80


def make_silver(shared: Path, weights: Path, trees: Sequence[Sentence], out: Path) -> None:
    """Parses the raw texts and writes the trees."""
    sentences = raw_sentences(shared)
    print(f"{len(sentences)} raw sentences, {sum(len(s.words) for s in sentences):,} words", flush=True)
    parses = parse_all(load_teacher(weights), [s.words for s in sentences])
    acronyms = set[str]().union(*(bracketed(s.words, p.tags) for s, p in zip(sentences, parses, strict=True)))
    lemmas = _lemmas(trees)
    kept = words = 0
    fresh = out.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as lines:
        for sentence, parse in zip(sentences, parses, strict=True):
            if parse.sure < SURE:
                continue
            row = _row(sentence, parse, acronyms, lemmas)
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            kept, words = kept + 1, words + len(sentence.words)
    fresh.rename(out)
    print(f"{kept} silver trees, {words:,} words", flush=True)


def _row(sentence: Sentence, parse: Parse, acronyms: set[str], lemmas: dict[tuple[str, str], str]) -> dict[str, object]:
    words = sentence.words
    text = "".join(words)
    if text.isupper() or text.islower():
        words = ordinary_case(words, parse.tags, acronyms)
    return {
        "words": words,
        "spaces": sentence.spaces,
        "tags": parse.tags,
        "pos": parse.pos,
        "lemmas": [lemmas.get((word.lower(), tag), "") for word, tag in zip(words, parse.tags, strict=True)],
        "heads": parse.heads,
        "deps": parse.deps,
        "doc_id": sentence.doc_id,
        "sure": round(parse.sure, 3),
    }


def _lemmas(trees: Iterable[Sentence]) -> dict[tuple[str, str], str]:
    """The usual lemma of a form with its tag, for headlines that put verbs into the present."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for tree in trees:
        for word, tag, lemma in zip(tree.words, tree.tags, tree.lemmas, strict=True):
            seen[word.lower(), tag][lemma.lower()] += 1
    return {key: counts.most_common(1)[0][0] for key, counts in seen.items()}
