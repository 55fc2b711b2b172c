"""What the embedded pipeline must read in wire sentences: predicate, subject and object."""

from pathlib import Path

import pytest

from conflictwire.entities.language import load_pipeline

MODEL = Path(__file__).resolve().parents[1] / "models" / "en_conflict_core"


def known(*values):
    """A sentence that the pipeline reads wrongly."""
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason="verb of a headline taken for a noun"))


# text, predicate, its subject and relation, its object or agent or None
SENTENCES = [
    ("12 killed in bomb blast in market", "killed", ("12", "nsubj:pass"), None),
    ("Rebels seize key town near border", "seize", ("Rebels", "nsubj"), ("town", "obj")),
    known("Police fire tear gas at protesters in capital", "fire", ("Police", "nsubj"), ("gas", "obj")),
    ("Suicide bomber attacks army base, kills eight soldiers", "attacks", ("bomber", "nsubj"), ("base", "obj")),
    ("Car bomb kills five in northern city", "kills", ("bomb", "nsubj"), ("five", "obj")),
    known("Two journalists abducted by gunmen", "abducted", ("journalists", "nsubj:pass"), ("gunmen", "obl:agent")),
    known("Militants storm prison, free dozens of inmates", "storm", ("Militants", "nsubj"), ("prison", "obj")),
    known("Army shells rebel positions", "shells", ("Army", "nsubj"), ("positions", "obj")),
    known("Nine hurt as protesters clash with police", "hurt", ("Nine", "nsubj:pass"), None),
    ("Air strikes hit hospital", "hit", ("strikes", "nsubj"), ("hospital", "obj")),
    ("Gunmen kidnapped a priest and two nuns on Sunday.", "kidnapped", ("Gunmen", "nsubj"), ("priest", "obj")),
    ("THREE SOLDIERS WERE WOUNDED BY A MINE.", "WOUNDED", ("SOLDIERS", "nsubj:pass"), ("MINE", "obl:agent")),
    ("GUERRILLAS BLEW UP A BRIDGE LAST NIGHT.", "BLEW", ("GUERRILLAS", "nsubj"), ("BRIDGE", "obj")),
    ("the army said it had retaken the airport", "retaken", ("it", "nsubj"), ("airport", "obj")),
    ("“They burned our houses,” the mayor said.", "burned", ("They", "nsubj"), ("houses", "obj")),
    ("The village was overrun by fighters loyal to the general", "overrun", ("village", "nsubj:pass"), None),
]


@pytest.mark.parametrize(("text", "predicate", "subject", "other"), SENTENCES)
def test_predicates(text, predicate, subject, other):
    doc = load_pipeline()(text)
    verb = next(token for token in doc if token.text == predicate)
    found = {(child.text, child.dep_) for child in verb.children}
    assert verb.pos_ == "VERB"
    assert subject in found
    assert other is None or other in found


def test_size():
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) < 15_000_000


def test_vocabulary_holds_no_words_of_the_corpora():
    assert len((MODEL / "vocab" / "strings.json").read_text(encoding="utf-8")) < 50_000
