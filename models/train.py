"""Trains the embedded pipeline: corpora -> training -> assembly -> `en_conflict_core`, in one command.

    python models/train.py --shared ../shared --minutes 37

Tagger, morphologizer (Universal POS) and parser share one encoder and train in one process; NER has its own encoder
and trains in a second process for two thirds of the time. The learning rate falls linearly to zero by the time limit.
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
from importlib.metadata import version
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

HERE = Path(__file__).resolve().parent
SEED = 20260602
SAVE_EVERY_S = 300
PEAK_RATE = 0.0015
NER_TIME = 25 / 37  # the smaller corpus is learnt sooner
TREES = ("treebanks/en_ewt-train.conllu", "treebanks/en_gum-train.conllu")
NAMES = (
    "ner/gmb_voa.csv",
    "ner/wikigold.conll.txt",
    "ner/re3d/*/[de]*.json",
    "treebanks/en_gum-*.conllu",
    "geonames/country_names.tsv",
    "geonames/regions_curated.tsv",
    "geonames/registry_only/admin1.tsv",
)
RANKS = ("Adm.", "Brig.", "Capt.", "Cdr.", "Cmdr.", "Col.", "Cpl.", "Gen.", "Lt.", "Maj.", "Pfc.", "Pvt.", "Sgt.")
SOURCES = {
    "UD English EWT": "CC BY-SA 4.0",
    "UD English GUM, open genres": "texts CC BY / CC BY-SA / public domain, annotation CC BY 4.0",
    "Groningen Meaning Bank, VOA newswire": "public-domain texts",
    "wikigold": "CC BY 4.0",
    "re3d (without BBC)": "per-folder licences: OGL 3.0, CC BY-SA, CC BY 3.0 AU, US public domain",
    "GeoNames and Who's On First (names of places, for labels and augmentation)": "CC BY 4.0; Who's On First terms",
    "spacy-lookups-data (lemma tables)": "MIT",
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
    nlp.add_pipe("tok2vec", config={"model": tok2vec(width, 4, [5000, 1000, 2500, 2500])})
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


def fit_syntax(sentences: list[Sentence], minutes: float, width: int, out: Path) -> None:
    """Builds, trains and saves tagger, morphologizer and parser."""
    fix_random_seed(SEED)
    nlp = syntax_pipeline(width)
    stream = tree_examples(nlp.vocab, sentences, random.Random(SEED))
    fit(nlp, stream, out, minutes=minutes, words_per_batch=2000, drop=0.1)


def fit_ner(texts: list[Sentence], places: list[str], minutes: float, width: int, out: Path) -> None:
    """Builds, trains and saves the NER."""
    fix_random_seed(SEED)
    nlp = ner_pipeline(width)
    stream = name_examples(nlp, texts, places, random.Random(SEED))
    fit(nlp, stream, out, minutes=minutes, words_per_batch=1500, drop=0.2)


def assemble(syntax: Path, ner: Path, lemmas: Lookups, out: Path, meta: dict[str, Any]) -> None:
    """Joins the parts and writes the pipeline, with lemmas, ranks as one token, and a tag for white space."""
    nlp = spacy.load(syntax)
    for rank in (*RANKS, *(rank.upper() for rank in RANKS)):
        nlp.tokenizer.add_special_case(rank, [{"ORTH": rank}])  # type: ignore[union-attr]
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
    if out.exists():
        shutil.rmtree(out)
    fresh.rename(out)


def describe(data: Path, minutes: float, width: int) -> dict[str, Any]:
    """What meta.json says of the pipeline, its sources and its training."""
    files = sorted({path for pattern in (*TREES, *NAMES) for path in data.glob(pattern)})
    return {
        "name": "conflict_core",
        "version": "0.1.0",
        "description": "English pipeline for wire text: tagger, UPOS, lemmas, UD parser, NER",
        "author": "The conflictwire developers",
        "license": "CC BY-SA 4.0",
        "spacy_version": ">=3.8,<3.9",
        "sources": [{"name": name, "license": licence} for name, licence in SOURCES.items()],
        "training": {
            "seed": SEED,
            "minutes": {"syntax": minutes, "ner": round(minutes * NER_TIME, 1)},
            "width": width,
            "versions": {package: version(package) for package in ("spacy", "thinc", "numpy", "spacy-lookups-data")},
            "files": {path.relative_to(data).as_posix(): digest(path) for path in files},
        },
    }


def digest(path: Path) -> dict[str, Any]:
    """Size and SHA-256 of a source file."""
    data = path.read_bytes()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared", help="folder of the corpora")
    parser.add_argument("--minutes", type=float, default=37.0, help="time limit of the syntax part")
    parser.add_argument("--width", type=int, default=96)
    parser.add_argument("--work", type=Path, default=HERE / "build", help="where the two parts are kept")
    parser.add_argument("--out", type=Path, default=HERE / "en_conflict_core")
    parser.add_argument("--assemble-only", action="store_true", help="join the parts that --work already holds")
    args = parser.parse_args()
    data: Path = args.shared / "data"
    trees = [sentence for name in TREES for sentence in read_conllu(data / name)]
    if not args.assemble_only:
        gazetteer = read_gazetteer(data / "geonames")
        texts, _ = read_names(data, gazetteer)
        print(f"{len(trees)} trees, {len(texts)} texts with names", flush=True)
        train_both(trees, texts, gazetteer.towns, minutes=args.minutes, width=args.width, work=args.work)
    meta = describe(data, args.minutes, args.width)
    assemble(args.work / "syntax", args.work / "ner", lemma_tables(trees), args.out, meta)
    size = sum(path.stat().st_size for path in args.out.rglob("*") if path.is_file())
    print(json.dumps({"out": args.out.name, "MB": math.ceil(size / 1e5) / 10}))


def train_both(
    trees: list[Sentence], texts: list[Sentence], towns: list[str], *, minutes: float, width: int, work: Path
) -> None:
    """Trains the two parts side by side."""
    processes = [
        multiprocessing.Process(target=fit_syntax, args=(trees, minutes, width, work / "syntax")),
        multiprocessing.Process(target=fit_ner, args=(texts, towns, minutes * NER_TIME, width, work / "ner")),
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        if process.exitcode:
            raise SystemExit(f"training failed with exit code {process.exitcode}")


if __name__ == "__main__":
    main()
