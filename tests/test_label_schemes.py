"""Both label schemes give the same frames, on documents parsed by hand."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from conflictwire import Extractor
from conflictwire.entities.label_schemes import Scheme, scheme_of, to_universal
from conflictwire.errors import PipelineError
from conflictwire.events.roles import Roles
from conflictwire.resources import Resources

FILE = Path(__file__).parent / "cases" / "label_schemes.txt"
VOCAB = spacy.blank("en").vocab
POS = {
    **dict.fromkeys(("NN", "NNS"), "NOUN"),
    **dict.fromkeys(("VB", "VBD", "VBG", "VBN"), "VERB"),
    **dict.fromkeys(("PRP", "WP", "WDT", "EX"), "PRON"),
    **dict.fromkeys(("TO", "POS"), "PART"),
    **dict.fromkeys(("IN", "RP"), "ADP"),
    **{"NNP": "PROPN", "JJ": "ADJ", "RB": "ADV", "CD": "NUM", "DT": "DET", "CC": "CCONJ", ",": "PUNCT"},
}
AUXILIARY = ("aux", "aux:pass", "cop")


@dataclass(frozen=True)
class Word:
    form: str
    lemma: str
    tag: str
    arcs: dict[Scheme, str]
    entity: bool

    @classmethod
    def read(cls, line: str) -> "Word":
        form, tag, universal, *rest = line.split()
        clearnlp = next((part for part in rest if ":" in part), universal)
        text, _, lemma = form.partition("|")
        arcs = {Scheme.UNIVERSAL: universal, Scheme.CLEARNLP: clearnlp}
        return cls(text, lemma or text, tag, arcs, "PERSON" in rest)

    @property
    def pos(self) -> str:
        return "AUX" if self.arcs[Scheme.UNIVERSAL].split(":", 1)[1] in AUXILIARY else POS[self.tag]


@dataclass(frozen=True)
class Case:
    """A sentence in both schemes and its frames: word, flags, role -> fillers."""

    construction: str
    words: tuple[Word, ...]
    frames: tuple[tuple[str, frozenset[str], dict[str, list[str]]], ...]

    def parse(self, scheme: Scheme) -> Doc:
        arcs = [word.arcs[scheme].split(":", 1) for word in self.words]
        doc = Doc(
            VOCAB,
            words=[word.form for word in self.words],
            lemmas=[word.lemma for word in self.words],
            tags=[word.tag for word in self.words],
            pos=[word.pos for word in self.words],
            heads=[int(head) - 1 if head != "0" else at for at, (head, _) in enumerate(arcs)],
            deps=["ROOT" if head == "0" else label for head, label in arcs],
        )
        named = [at for at, word in enumerate(self.words) if word.entity]
        if named:
            doc.set_ents([Span(doc, named[0], named[-1] + 1, label="PERSON")])
        return doc

    def universal(self, scheme: Scheme) -> Doc:
        doc = self.parse(scheme)
        return doc if scheme is Scheme.UNIVERSAL else to_universal(doc)


def read_frame(line: str) -> tuple[str, frozenset[str], dict[str, list[str]]]:
    word, *facts = line.removeprefix("> ").split()
    roles = dict(fact.replace("+", " ").split("=") for fact in facts if "=" in fact)
    flags = frozenset(fact for fact in facts if "=" not in fact)
    return word, flags, {role: fillers.split(",") for role, fillers in roles.items()}


def read_cases() -> list[Case]:
    cases = []
    for block in FILE.read_text(encoding="utf-8").split("\n\n= ")[1:]:
        name, *lines = block.strip().splitlines()
        words = tuple(Word.read(line) for line in lines if not line.startswith("> "))
        cases.append(Case(name, words, tuple(read_frame(line) for line in lines if line.startswith("> "))))
    return cases


CASES = read_cases()


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.construction)
def test_both_schemes_give_the_same_frames(case: Case, scheme: Scheme) -> None:
    doc = case.universal(scheme)
    roles = Roles(doc, Resources())
    for word, flags, expected in case.frames:
        head = next(token for token in doc if token.text == word)
        frame = roles.frame(head)
        assert {role: [filler.text for filler in found] for role, found in frame.roles.items()} == expected
        assert frame.passive == ("passive" in flags)
        assert roles.negated(head) == ("negated" in flags)
        assert (roles.particle(head) is not None) == ("particle" in flags)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.construction)
def test_the_rewritten_tree_is_the_universal_one(case: Case) -> None:
    universal, rewritten = case.universal(Scheme.UNIVERSAL), case.universal(Scheme.CLEARNLP)
    tree = [[(t.text, t.dep_, t.head.text) for t in doc if not t.is_punct] for doc in (universal, rewritten)]
    assert tree[1] == tree[0]


class HandParser:
    """Stands where a pipeline has its parser and lemmatizer, and gives the parses of the cases."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.labels = tuple({w.arcs[scheme].split(":", 1)[1] for c in CASES for w in c.words} - {"root"})
        self.parses = {tuple(w.form for w in case.words): case.parse(scheme) for case in CASES}

    def __call__(self, doc: Doc) -> Doc:
        parse = self.parses[tuple(token.text for token in doc)]
        spaced = Doc(
            doc.vocab,
            words=[token.text for token in doc],
            spaces=[bool(token.whitespace_) for token in doc],
            tags=[token.tag_ for token in parse],
            lemmas=[token.lemma_ for token in parse],
            pos=[token.pos_ for token in parse],
            heads=[token.head.i for token in parse],
            deps=[token.dep_ for token in parse],
        )
        spaced.set_ents([Span(spaced, ent.start, ent.end, label=ent.label) for ent in parse.ents])
        return spaced


def pipeline(scheme: Scheme) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("hand_parser", name="parser", config={"scheme": scheme.value})
    nlp.add_pipe("nothing", name="lemmatizer")
    return nlp


@Language.factory("hand_parser")
def make_hand_parser(nlp: Language, name: str, scheme: str) -> HandParser:  # noqa: ARG001
    return HandParser(Scheme(scheme))


@Language.component("nothing")
def nothing(doc: Doc) -> Doc:
    return doc


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.construction)
def test_both_schemes_give_the_same_records(case: Case) -> None:
    text = " ".join(word.form for word in case.words).replace(" 's", "'s").replace(" ,", ",")
    records = [
        EXTRACTORS[scheme].extract(text, doc_id=case.construction, publication_date="2021-03-16").events
        for scheme in Scheme
    ]
    assert records[0] == records[1]


def test_the_hand_parsed_sentences_give_records() -> None:
    assert EXTRACTORS[Scheme.CLEARNLP].extract("Four villagers were killed by gunmen in Gao").events[0].actors


EXTRACTORS = {scheme: Extractor(nlp=pipeline(scheme)) for scheme in Scheme}


@pytest.mark.parametrize(
    ("labels", "scheme"),
    [
        ({"ROOT", "nsubj", "nsubj:pass", "obj", "obl", "nmod", "case"}, Scheme.UNIVERSAL),
        ({"ROOT", "nsubj", "nsubjpass", "dobj", "prep", "pobj", "agent"}, Scheme.CLEARNLP),
    ],
)
def test_the_scheme_is_told_by_the_labels(labels: set[str], scheme: Scheme) -> None:
    assert scheme_of(labels) is scheme


def test_labels_of_neither_scheme_are_refused_with_what_is_missing() -> None:
    with pytest.raises(PipelineError, match="Dependencies lacks nmod, nsubj:pass, obl; ClearNLP lacks dobj, nsubjpass"):
        scheme_of({"nsubj", "obj", "prep", "pobj"})


@pytest.mark.parametrize(
    ("label", "expected"), [("ORG", [("Taliban", "ORG")]), ("PER", [("Taliban", "PERSON")]), ("CARDINAL", [])]
)
def test_entities_lose_their_article_and_foreign_labels(label: str, expected: list[tuple[str, str]]) -> None:
    doc = Doc(
        VOCAB, words=["the", "Taliban"], tags=["DT", "NNP"], pos=["DET", "PROPN"], heads=[1, 1], deps=["det", "ROOT"]
    )
    doc.set_ents([Span(doc, 0, 2, label=label)])
    assert [(ent.text, ent.label_) for ent in to_universal(doc).ents] == expected
