"""The gate: which sentences of an article are read, and no work for the network on the others.

First the words: a sentence is hopeful when a trigger of some rule may stand in it. Then the parse of the hopeful
sentences alone: one is promising when a trigger is used as such and no exclusion holds. Then the promising sentences
with their names: does a rule fire, or would one if the rest told what a name or pronoun stands for? Only then is the
article read: its promising sentences, its opening, which says where and when, the sentences that tell of tolls and
claims, and the report right behind a promising one. The others count for nothing; in the `Doc` each is one blank token.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from conflictwire.document import Document
from conflictwire.entities import recognise
from conflictwire.entities.gazetteer import Gazetteer
from conflictwire.entities.lexicon import load_actor_lexicon
from conflictwire.entities.reader import Reader
from conflictwire.events.combatants import Combatants
from conflictwire.events.matcher import could_fire
from conflictwire.events.prospects import Prospects
from conflictwire.events.roles import Roles
from conflictwire.events.rules import load_rules
from conflictwire.events.undecided import may_hold_events
from conflictwire.resources import Resources

__all__ = ["Gate"]

PARTY_WORDS = ("crowds", "place_nouns", "weapons", "quantifier_nouns", "collective_nouns", "actor_words")
SHARE = 0.4
"""With more of its sentences promising than this an article is read without a second thought: it mostly will be."""
REPORT_REACH = 1
"""Sentences after a promising one that are read when they report what somebody says: he may go on about it."""
OPENING = 2
"""Sentences at the beginning of an article that are read whatever they hold: headline and lead."""


@dataclass(slots=True)
class _Draft:
    """An article in the course of being read: its sentences, those still hopeful, spelled anew, parsed, with names."""

    document: Document
    spans: tuple[tuple[int, int], ...]
    barred: frozenset[str]
    hopeful: list[int]
    recased: set[int] = field(default_factory=set)
    read: dict[int, Doc] = field(default_factory=dict)
    named: dict[int, Doc] = field(default_factory=dict)

    def text(self, at: int) -> str:
        """A sentence as the article has it."""
        return self.document.text[slice(*self.spans[at])]


class Gate:
    """Reads those articles that may hold an event, and of them the sentences that bear on it.

    Args:
        reader: what reads sentences.
        nlp: its pipeline; one whose lemmas come from no rules gives no way to tell trigger forms, and all is read.
        resources: data files, with the rules.
        gazetteer: place names.
        closed: false sends every sentence through the network; what is then left out is the same.
    """

    def __init__(
        self, reader: Reader, nlp: Language, resources: Resources, gazetteer: Gazetteer, *, closed: bool
    ) -> None:
        self._reader = reader
        self._resources = resources
        self._gazetteer = gazetteer
        self._closed = closed
        self._book = load_rules(resources)
        self._parties = frozenset(
            word for noun in load_actor_lexicon(resources).nouns.entries for word in noun
        ) | frozenset(word for name in PARTY_WORDS for word in resources.lexicon(name))
        self._combatants = Combatants(resources)
        self._prospects = Prospects(self._book, nlp, resources) if Prospects.reads(nlp) else None

    def read(self, documents: Iterable[Document]) -> Iterator[Doc | None]:
        """What bears on events in each document, in order; None for one that cannot hold any."""
        if self._prospects is None:
            yield from self._reader.read(documents)
            return
        drafts = [self._draft(document, self._prospects) for document in documents]
        self._parse(drafts, [draft.hopeful if self._closed else range(len(draft.spans)) for draft in drafts])
        for draft in drafts:
            draft.hopeful = [at for at in draft.hopeful if self._promising(draft, at)]
        self._name(drafts, [draft.hopeful if self._closed else range(len(draft.spans)) for draft in drafts])
        admitted = [bool(draft.hopeful) and self._undecided(draft) for draft in drafts]
        wanted = [
            self._bearing(draft, self._prospects) if passed else []
            for draft, passed in zip(drafts, admitted, strict=True)
        ]
        self._parse(drafts, wanted)
        self._name(drafts, wanted)
        for draft, passed, read in zip(drafts, admitted, wanted, strict=True):
            yield self._doc(draft, read) if passed else None

    def _draft(self, document: Document, prospects: Prospects) -> _Draft:
        spans, text = self._reader.spans(document), document.text
        barred, named = self._book.barred(text), self._combatants.named(text)
        hopeful = [at for at, span in enumerate(spans) if prospects.hopeful(text[slice(*span)], barred, named)]
        return _Draft(document, spans, barred, hopeful)

    def _bearing(self, draft: _Draft, prospects: Prospects) -> list[int]:
        """The sentences that bear on the events of an article."""
        promising = set(draft.hopeful)
        sentences = range(len(draft.spans))
        bearing = {at for at in sentences if at < OPENING or at in promising or prospects.tells(draft.text(at))}
        goes_on = (
            at
            for at in sentences
            if at not in bearing
            and any(at - back in promising for back in range(1, REPORT_REACH + 1))
            and prospects.reports(draft.text(at))
        )
        return sorted({*bearing, *goes_on})

    def _parse(self, drafts: Iterable[_Draft], wanted: Iterable[Iterable[int]]) -> None:
        places = [(d, at) for d, found in zip(drafts, wanted, strict=True) for at in found if at not in d.read]
        sentences = [self._reader.tokens(draft.document, draft.spans[at]) for draft, at in places]
        for (draft, at), tokens in zip(places, sentences, strict=True):
            if self._reader.is_recased(tokens):
                draft.recased.add(at)
        for (draft, at), doc in zip(places, self._reader.grammar(sentences), strict=True):
            draft.read[at] = doc

    def _name(self, drafts: Iterable[_Draft], wanted: Iterable[Iterable[int]]) -> None:
        places = [(d, at) for d, found in zip(drafts, wanted, strict=True) for at in found if at not in d.named]
        for (draft, at), doc in zip(places, self._reader.names(d.read[i] for d, i in places), strict=True):
            draft.named[at] = doc

    def _doc(self, draft: _Draft, wanted: Iterable[int]) -> Doc:
        read = {at: draft.named[at] for at in wanted}
        recased = not draft.recased.isdisjoint(read)
        return self._reader.joined(draft.document.text, draft.spans, read, recased=recased)

    def _promising(self, draft: _Draft, at: int) -> bool:
        doc = draft.read[at]
        if at in draft.recased:
            return True  # what is a name there is a guess
        return could_fire(doc[:], Roles(doc, self._resources), self._book, draft.barred, self._parties)

    def _undecided(self, draft: _Draft) -> bool:
        """Whether a rule fires in the promising sentences alone, or may when the others are read too."""
        if len(draft.hopeful) > SHARE * len(draft.spans):
            return True
        excerpt = self._doc(draft, draft.hopeful)
        return may_hold_events(recognise(draft.document, excerpt, self._resources, self._gazetteer), self._resources)
