"""Lemma tables: those of spacy-lookups-data, corrected and completed with what the training trees show."""

import copy
from collections import Counter, defaultdict
from collections.abc import Iterable

import spacy
from spacy.lookups import Lookups, load_lookups
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

from corpora import Sentence

__all__ = ["lemma_tables"]

OPEN = ("NOUN", "VERB", "ADJ", "ADV")
CLOSED = ("AUX", "PRON", "DET", "PART", "ADP", "SCONJ", "CCONJ", "NUM", "INTJ")
# A verb takes its e back where both are verbs: "spared" is of "spare", since "spar" would double its letter. The first
# rules are for verbs that the index lacks.
VERB_RULES = [
    *(["ated", "ate"], ["ating", "ate"], ["ized", "ize"], ["izing", "ize"], ["ised", "ise"], ["ising", "ise"]),
    *(["s", ""], ["ies", "y"], ["es", "e"], ["es", ""], ["ed", ""], ["ed", "e"], ["ing", ""], ["ing", "e"]),
]
RARE_VERBS = ("singe", "swinge")
# Where the tables think of clocks, wires write of people.
OWN = {("wound", "VERB"): "wound"}
# A last rule that changes nothing: words in capitals then come out in lower case, as every other word does.
IDENTITY = ["", ""]


def lemma_tables(trees: Iterable[Sentence]) -> Lookups:
    """Rules, exceptions and index for spaCy's rule lemmatizer.

    Args:
        trees: Sentences whose lemmas win over the tables, wherever a form of a part of speech has a usual lemma.
    """
    source = load_lookups("en", ["lemma_rules", "lemma_exc", "lemma_index"])
    rules = {"punct": source.get_table("lemma_rules")["punct"]}
    exceptions: dict[str, dict[str, list[str]]] = {}
    index: dict[str, dict[str, bool]] = {}
    for pos in (*OPEN, *CLOSED):
        key, known = pos.lower(), pos in OPEN
        rules[key] = [*(source.get_table("lemma_rules")[key] if known else []), IDENTITY]
        exceptions[key] = dict(source.get_table("lemma_exc")[key]) if known else {}
        index[key] = dict.fromkeys(source.get_table("lemma_index")[key], True) if known else {}
    rules["verb"] = [*VERB_RULES, IDENTITY]
    for verb in RARE_VERBS:
        del index["verb"][verb]
    before = _lemmatizer(rules, exceptions, index)
    for (form, pos), lemma in (_usual_lemmas(trees) | OWN).items():
        # trees have slips too ("flead"), which the index unmasks
        if pos in OPEN and lemma != form and lemma not in index[pos.lower()]:
            continue
        found = before(Doc(before.vocab, words=[form], pos=[pos]))[0].lemma_
        if found != lemma:
            exceptions[pos.lower()][form] = [lemma]
            # an exception does not win over a form that the rules make, unless the index has only the right one
            index[pos.lower()].pop(found, None)
    return _lemmatizer(rules, exceptions, index).lookups


def _lemmatizer(
    rules: dict[str, list[list[str]]], exceptions: dict[str, dict[str, list[str]]], index: dict[str, dict[str, bool]]
) -> Lemmatizer:
    """A rule lemmatizer that keeps copies of the tables."""
    lookups = Lookups()
    lookups.add_table("lemma_rules", copy.deepcopy(rules))
    lookups.add_table("lemma_exc", copy.deepcopy(exceptions))
    lookups.add_table("lemma_index", copy.deepcopy(index))
    lemmatizer = spacy.blank("en").add_pipe("lemmatizer", config={"mode": "rule"})
    assert isinstance(lemmatizer, Lemmatizer)
    lemmatizer.initialize(lookups=lookups)
    return lemmatizer


def _usual_lemmas(trees: Iterable[Sentence]) -> dict[tuple[str, str], str]:
    """The lemma that most tokens of a form and part of speech bear, four in five for open classes; forms seen twice."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for tree in trees:
        for word, pos, lemma in zip(tree.words, tree.pos, tree.lemmas, strict=True):
            if pos in OPEN or pos in CLOSED:
                seen[word.lower().replace("’", "'"), pos][lemma.lower()] += 1
    usual = {}
    for (form, pos), counts in seen.items():
        lemma, count = counts.most_common(1)[0]
        share = 0.8 if pos in OPEN else 0.5
        if count > 1 and count > share * counts.total():
            usual[form, pos] = lemma
            usual[form.replace("'", "’"), pos] = lemma
    return usual
