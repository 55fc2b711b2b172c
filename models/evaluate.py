"""Scores the pipeline and writes the tables into README.md.

    python models/evaluate.py --shared ../shared

Syntax is scored on the treebanks' own tokens and whole documents, names on the pipeline's tokens by characters.
"""

import argparse
import dataclasses
import itertools
from collections import Counter
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from corpora import Sentence, read_conllu
from names import read_gazetteer, read_names

HERE = Path(__file__).resolve().parent
TREEBANKS = {"EWT": "en_ewt-test.conllu", "GUM": "en_gum-test.conllu", "PUD": "en_pud-test.conllu"}
RELATIONS = (
    *("nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "nmod", "nmod:poss", "compound", "flat", "appos", "nummod"),
    *("conj", "acl", "acl:relcl", "advcl", "ccomp", "xcomp", "parataxis"),
)
LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "DATE")
START, END = "<!-- scores: start -->", "<!-- scores: end -->"


def syntax_scores(nlp: Language, sentences: list[Sentence]) -> list[float]:
    """UAS and LAS without punctuation, tag, UPOS and lemma accuracy, and F of the sentences' spans."""
    hits: Counter[str] = Counter()
    spans: Counter[str] = Counter()
    documents = [list(group) for _, group in itertools.groupby(sentences, key=lambda sentence: sentence.doc_id)]
    for group in documents:
        words = [word for s in group for word in s.words]
        doc = nlp(Doc(nlp.vocab, words=words, spaces=[space for s in group for space in s.spaces]))
        offset = 0
        gold_spans = set()
        for s in group:
            gold_spans.add((offset, offset + len(s.words)))
            for i, token in enumerate(doc[offset : offset + len(s.words)]):
                hits["token"] += 1
                hits["tag"] += token.tag_ == s.tags[i]
                hits["pos"] += token.pos_ == s.pos[i]
                hits["lemma"] += token.lemma_.lower() == s.lemmas[i].lower()
                if s.pos[i] != "PUNCT":
                    attached = token.head.i == s.heads[i] + offset
                    hits["word"] += 1
                    hits["uas"] += attached
                    hits["las"] += attached and token.dep_ == s.deps[i]
            offset += len(s.words)
        found = {(sent.start, sent.end) for sent in doc.sents}
        spans.update(both=len(found & gold_spans), sides=len(found) + len(gold_spans))
    accuracies = [hits[key] / hits["token"] for key in ("tag", "pos", "lemma")]
    return [hits["uas"] / hits["word"], hits["las"] / hits["word"], *accuracies, 2 * spans["both"] / spans["sides"]]


def relation_recall(nlp: Language, sentences: list[Sentence]) -> tuple[Counter[str], Counter[str]]:
    """How many words of each relation there are, and how many got both head and relation right."""
    wanted: Counter[str] = Counter()
    right: Counter[str] = Counter()
    docs = nlp.pipe(Doc(nlp.vocab, words=list(s.words), spaces=list(s.spaces)) for s in sentences)
    for s, doc in zip(sentences, docs, strict=True):
        wanted.update(s.deps)
        right.update(
            dep
            for token, head, dep in zip(doc, s.heads, s.deps, strict=True)
            if token.head.i == head and token.dep_ == dep
        )
    return wanted, right


def name_counts(nlp: Language, texts: list[Sentence]) -> Counter[tuple[str, str]]:
    """How many names of each label are right, found and wanted; what overlaps unknown tokens is left out."""
    counts: Counter[tuple[str, str]] = Counter()
    for text, doc in zip(texts, nlp.pipe(text.text for text in texts), strict=True):
        wanted, unknown = _gold_names(text)
        found = {(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents}
        found = {name for name in found if not unknown.intersection(range(name[0], name[1]))}
        for kind, names in (("right", wanted & found), ("found", found), ("wanted", wanted)):
            counts.update((label, kind) for _, _, label in names)
    return counts


def _gold_names(text: Sentence) -> tuple[set[tuple[int, int, str]], set[int]]:
    """The names as character spans, and the characters whose label the corpus does not tell."""
    names: list[tuple[int, int, str]] = []
    unknown: set[int] = set()
    offset = 0
    for word, space, tag in zip(text.words, text.spaces, text.ents, strict=True):
        end = offset + len(word)
        if tag == "-":
            unknown.update(range(offset, end))
        elif tag.startswith("B-"):
            names.append((offset, end, tag[2:]))
        elif tag.startswith("I-"):
            names[-1] = (names[-1][0], end, tag[2:])
        offset = end + space
    return set(names), unknown


def _upper(sentences: list[Sentence]) -> list[Sentence]:
    return [dataclasses.replace(s, words=tuple(word.upper() for word in s.words)) for s in sentences]


def _prf(right: int, found: int, wanted: int) -> str:
    """Precision, recall and F in percent, and how many names there are."""
    f = 200 * right / (found + wanted) if found + wanted else 0.0
    return f"{100 * right / max(found, 1):.1f} | {100 * right / max(wanted, 1):.1f} | {f:.1f} | {wanted}"


def syntax_table(nlp: Language, treebanks: Path) -> list[str]:
    """The rows of the table on syntax."""
    rows = ["| Test set | Case | UAS | LAS | Tag | UPOS | Lemma | Sentence F |", "|---|---|---|---|---|---|---|---|"]
    for name, file in TREEBANKS.items():
        sentences = read_conllu(treebanks / file)
        for case, variant in (("as written", sentences), ("capitals", _upper(sentences))):
            scores = " | ".join(f"{100 * score:.1f}" for score in syntax_scores(nlp, variant))
            rows.append(f"| {name} | {case} | {scores} |")
    return rows


def relation_table(nlp: Language, treebanks: Path) -> list[str]:
    """The rows of the table on single relations of PUD."""
    sentences = read_conllu(treebanks / TREEBANKS["PUD"])
    wanted, right = relation_recall(nlp, sentences)
    _, right_upper = relation_recall(nlp, _upper(sentences))
    rows = ["| Relation in PUD | Words | Head and relation right | In capitals |", "|---|---|---|---|"]
    for name in filter(wanted.__getitem__, RELATIONS):
        shares = " | ".join(f"{100 * found[name] / wanted[name]:.0f}" for found in (right, right_upper))
        rows.append(f"| {name} | {wanted[name]} | {shares} |")
    return rows


def name_table(nlp: Language, tests: dict[str, list[Sentence]]) -> list[str]:
    """The rows of the table on names, by source and by label."""
    rows = [
        "| Held-out tenth of | Label | P | R | F | Names | P, capitals | R | F | Names |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    totals = (Counter[tuple[str, str]](), Counter[tuple[str, str]]())
    for source, texts in tests.items():
        counts = (name_counts(nlp, texts), name_counts(nlp, _upper(texts)))
        rows.append(_name_row(source, "all", counts))
        for total, count in zip(totals, counts, strict=True):
            total.update(count)
    rows += [_name_row("all four", label, totals) for label in (*LABELS, "all")]
    return rows


def _name_row(source: str, label: str, counts: tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]) -> str:
    cells = []
    for count in counts:
        right, found, wanted = (
            sum(n for (name, which), n in count.items() if which == kind and label in ("all", name))
            for kind in ("right", "found", "wanted")
        )
        cells.append(_prf(right, found, wanted))
    return f"| {source} | {label} | {' | '.join(cells)} |"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared", help="folder of the corpora")
    parser.add_argument("--model", type=Path, default=HERE / "en_conflict_core")
    parser.add_argument("--readme", type=Path, default=HERE / "README.md")
    args = parser.parse_args()
    data: Path = args.shared / "data"
    nlp = spacy.load(args.model)
    parser_only = spacy.load(args.model, exclude=["ner"])
    syntax = syntax_table(parser_only, data / "treebanks")
    relations = relation_table(parser_only, data / "treebanks")
    names = name_table(nlp, read_names(data, read_gazetteer(data / "geonames"))[1])
    tables = "\n".join([*syntax, "", *relations, "", *names])
    print(tables)
    before, rest = args.readme.read_text(encoding="utf-8").split(START)
    after = rest.split(END)[1]
    args.readme.write_text(f"{before}{START}\n\n{tables}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
