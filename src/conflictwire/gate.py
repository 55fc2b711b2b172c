"""The gate: no work for the network on articles that cannot hold an event.

First the words: a sentence is hopeful when a trigger of some rule may stand in it. Then the parse of the hopeful
sentences alone: one is promising when a trigger is used as such and no exclusion holds. Then the promising sentences
with their names: does a rule fire, or would one if the rest told what a name or pronoun stands for? Only then is the
article read whole, for its other sentences name parties in full, resolve places, and tell the day.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from conflictwire.document import Document
from conflictwire.entities import recognise
from conflictwire.entities.gazetteer import Gazetteer
from conflictwire.entities.lexicon import load_actor_lexicon
from conflictwire.entities.reader import Reader
from conflictwire.events.matcher import could_fire
from conflictwire.events.prospects import Prospects
from conflictwire.events.roles import Roles
from conflictwire.events.rules import load_rules
from conflictwire.events.undecided import may_hold_events
from conflictwire.resources import Resources

__all__ = ["Gate"]

PARTY_WORDS = ("crowds", "place_nouns", "weapons", "quantifier_nouns", "collective_nouns", "actor_words")
SHARE = 0.4
"""With more of its sentences promising than this an article is read whole at once: it mostly will be in the end."""


@dataclass(slots=True)
class _Draft:
    """An article in the course of being read: its sentences, those still hopeful, those parsed and those with names."""

    document: Document
    spans: tuple[tuple[int, int], ...]
    barred: frozenset[str]
    hopeful: list[int]
    read: dict[int, Doc] = field(default_factory=dict)
    named: dict[int, Doc] = field(default_factory=dict)

    def text(self, at: int) -> str:
        """A sentence as the article has it."""
        return self.document.text[slice(*self.spans[at])]


class Gate:
    """Reads those articles that may hold an event.

    Args:
        reader: what reads sentences.
        nlp: its pipeline; one whose lemmas come from no rules gives no way to tell trigger forms, and all is read.
        resources: data files, with the rules.
        gazetteer: place names.
        closed: false reads every article whole.
    """

    def __init__(
        self, reader: Reader, nlp: Language, resources: Resources, gazetteer: Gazetteer, *, closed: bool
    ) -> None:
        self._reader = reader
        self._resources = resources
        self._gazetteer = gazetteer
        self._book = load_rules(resources)
        self._parties = frozenset(
            word for noun in load_actor_lexicon(resources).nouns.entries for word in noun
        ) | frozenset(word for name in PARTY_WORDS for word in resources.lexicon(name))
        self._prospects = Prospects(self._book, nlp, resources) if closed and Prospects.reads(nlp) else None

    def read(self, documents: Iterable[Document]) -> Iterator[Doc | None]:
        """Each document read whole, in order; None for one that cannot hold an event."""
        if self._prospects is None:
            yield from self._reader.read(documents)
            return
        drafts = [self._draft(document, self._prospects) for document in documents]
        self._parse((draft, at) for draft in drafts for at in draft.hopeful)
        for draft in drafts:
            draft.hopeful = [at for at in draft.hopeful if self._promising(draft, at)]
        self._name((draft, at) for draft in drafts for at in draft.hopeful)
        admitted = [draft for draft in drafts if draft.hopeful and self._undecided(draft)]
        self._parse((draft, at) for draft in admitted for at in range(len(draft.spans)) if at not in draft.read)
        self._name((draft, at) for draft in admitted for at in range(len(draft.spans)) if at not in draft.named)
        passed = set(map(id, admitted))
        for draft in drafts:
            whole = id(draft) in passed
            parts = [draft.named[at] for at in range(len(draft.spans))] if whole else []
            yield self._reader.joined(parts, draft.document.text) if whole else None

    def _draft(self, document: Document, prospects: Prospects) -> _Draft:
        spans = self._reader.spans(document)
        barred = prospects.barred(document.text)
        hopeful = [at for at, span in enumerate(spans) if prospects.hopeful(document.text[slice(*span)], barred)]
        return _Draft(document, spans, barred, hopeful)

    def _parse(self, wanted: Iterable[tuple[_Draft, int]]) -> None:
        places = list(wanted)
        sentences = (self._reader.tokens(draft.document, draft.spans[at]) for draft, at in places)
        for (draft, at), doc in zip(places, self._reader.grammar(sentences), strict=True):
            draft.read[at] = doc

    def _name(self, wanted: Iterable[tuple[_Draft, int]]) -> None:
        places = list(wanted)
        for (draft, at), doc in zip(places, self._reader.names(d.read[i] for d, i in places), strict=True):
            draft.named[at] = doc

    def _promising(self, draft: _Draft, at: int) -> bool:
        doc = draft.read[at]
        if doc.text != draft.text(at):
            return True  # recased: what is a name there is a guess
        return could_fire(doc[:], Roles(doc, self._resources), self._book, draft.barred, self._parties)

    def _undecided(self, draft: _Draft) -> bool:
        """Whether a rule fires in the promising sentences alone, or may when the others are read too."""
        if len(draft.hopeful) > SHARE * len(draft.spans):
            return True
        text = "".join(draft.text(at) for at in draft.hopeful)
        excerpt = self._reader.joined([draft.named[at] for at in draft.hopeful], text)
        document = dataclasses.replace(draft.document, text=excerpt.text, paragraphs=(), quotes=())
        return may_hold_events(recognise(document, excerpt, self._resources, self._gazetteer), self._resources)
