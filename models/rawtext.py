"""Raw news for the teacher to parse: its sources, its sentences, and ordinary case for texts that came without.

No text of the sets that the library or the pipeline is measured on is read: of MUC-4 only the texts, and none of the
development articles, the quiet articles, the CASE sentences, PUD or the test parts of the treebanks.
"""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import ftfy
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from corpora import Sentence
from names import held_out, read_gazetteer, read_gmb, read_re3d, read_wikigold

__all__ = ["RANKS", "RAW", "blank_pipeline", "ordinary_case", "raw_sentences"]

RAW = (
    "eval/muc4/dev.jsonl",
    "eval/sentences/india_docs.dev.jsonl",
    "eval/sentences/satp.dev.jsonl",
    "eval/geo/geovirus.dev.jsonl",
    "eval/geo/gwn.dev.jsonl",
    "eval/geo/lgl.dev.jsonl",
    "eval/geo/trnews.dev.jsonl",
)
RANKS = ("Adm.", "Brig.", "Capt.", "Cdr.", "Cmdr.", "Col.", "Cpl.", "Gen.", "Lt.", "Maj.", "Pfc.", "Pvt.", "Sgt.")
LENGTHS = (3, 70)
PARAGRAPH = re.compile(r"\n\s*\n|\n[ \t]+(?=\S)|(?<=\[TEXT\])")
BOILERPLATE = re.compile(r"This story is from [^\n]*\n|read this story in\W+(?:hindi)?", re.IGNORECASE)
OPENING = {"(", "[", '"', "“", "‘", "'", "``"}


def blank_pipeline() -> Language:
    """The tokenizer of the shipped pipeline, where ranks are one token."""
    nlp = spacy.blank("en")
    for rank in (*RANKS, *(rank.upper() for rank in RANKS)):
        nlp.tokenizer.add_special_case(rank, [{"ORTH": rank}])  # type: ignore[union-attr]
    return nlp


def raw_sentences(shared: Path) -> list[Sentence]:
    """The sentences of all raw texts, in their order, with the name of their text."""
    nlp = blank_pipeline()
    nlp.add_pipe("sentencizer")
    found: list[Sentence] = []
    seen: set[tuple[str, ...]] = set()
    for doc, name in nlp.pipe(_paragraphs(shared), as_tuples=True):
        for start, end in _bounds(doc):
            tokens = [token for token in doc[start:end] if not token.is_space]
            words = tuple(token.text for token in tokens)
            if LENGTHS[0] <= len(words) <= LENGTHS[1] and words not in seen and any(word.isalpha() for word in words):
                seen.add(words)
                found.append(Sentence(words, tuple(bool(token.whitespace_) for token in tokens), doc_id=name))
    return found


def _paragraphs(shared: Path) -> Iterator[tuple[str, str]]:
    """Paragraphs of the raw texts in one line each, with the name of their text."""
    for path in RAW:
        for number, line in enumerate((shared / path).read_text(encoding="utf-8").splitlines()):
            record = json.loads(line)
            text = BOILERPLATE.sub("\n\n", ftfy.fix_text(record["text"]))
            title = [record["title"]] if record.get("title") else []
            for paragraph in (*title, *PARAGRAPH.split(text)):
                if paragraph.strip():
                    yield " ".join(paragraph.split()), f"{path}:{number}"
    ner = shared / "data" / "ner"
    gazetteer = read_gazetteer(shared / "data" / "geonames")
    for sentence in (*read_gmb(ner / "gmb_voa.csv", gazetteer), *read_wikigold(ner / "wikigold.conll.txt", gazetteer)):
        if not held_out(sentence.text):
            yield sentence.text, "names"
    for name, document in read_re3d(ner / "re3d", gazetteer):
        if not held_out(name):
            yield " ".join(document.text.split()), name


def _bounds(doc: Doc) -> Iterator[tuple[int, int]]:
    """Start and end of the sentences.

    What goes on in lower case after `?"` belongs to the sentence before, and an opening bracket or quote to the next.
    """
    mixed = sum(token.text[0].isupper() for token in doc) > 0.02 * len(doc)
    start = 0
    for sent in doc.sents:
        end = sent.end
        while end < len(doc) and end > start + 1 and _opens(doc, end - 1):
            end -= 1
        if end == len(doc) or not (mixed and doc[end].text[0].islower()):
            yield start, end
            start = end


def _opens(doc: Doc, i: int) -> bool:
    """Whether a bracket or quote belongs to what follows it."""
    return doc[i].text in OPENING and bool(doc[i - 1].whitespace_) and not doc[i].whitespace_


def ordinary_case(words: Sequence[str], tags: Sequence[str], acronyms: set[str]) -> tuple[str, ...]:
    """Words that came all in capitals or all in lower case, written as newspapers do, by their tags.

    >>> ordinary_case(["REBELS", "OF", "THE", "ELN", "HIT", "CALI"], ["NNS", "IN", "DT", "NNP", "VBD", "NNP"], {"ELN"})
    ('Rebels', 'of', 'the', 'ELN', 'hit', 'Cali')
    """
    result = []
    begun = False
    for word, tag in zip(words, tags, strict=True):
        low = word.lower()
        if (word.upper() in acronyms and _acronym_like(word, tag)) or re.fullmatch(r"(?:\w\.){2,}", word) or low == "i":
            changed = word.upper()
        elif tag in {"NNP", "NNPS"} or (not begun and low[:1].isalpha()):
            changed = low[:1].upper() + low[1:]
        else:
            changed = low
        begun = begun or word not in OPENING
        result.append(changed)
    return tuple(result)


def bracketed(words: Sequence[str], tags: Sequence[str]) -> set[str]:
    """Short names that stand alone in brackets, as acronyms do after the name they stand for."""
    return {
        words[i].upper()
        for i in range(1, len(words) - 1)
        if words[i - 1] in {"(", "["} and words[i + 1] in {")", "]"} and _acronym_like(words[i], tags[i])
    }


def _acronym_like(word: str, tag: str) -> bool:
    return word.isalpha() and 1 < len(word) < 6 and tag in {"NNP", "NNPS"}
