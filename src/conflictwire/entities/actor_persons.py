"""Personal names in a text: what the recogniser found, put right, and what the words around a name give away."""

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc

from conflictwire.entities.lexicon import ActorLexicon
from conflictwire.entities.parsed import PlaceMention
from conflictwire.entities.words import words_of

__all__ = ["PARTICLES", "find_persons"]

Spans = dict[int, tuple[int, int]]

PARTICLES = frozenset(
    ["al", "el", "de", "la", "del", "bin", "ibn", "abu", "van", "von", "dos", "da", "ul", "ud", "di", "los", "las", "y"]
)
_GENITIVES = frozenset({"'s", "’s", "'", "’", "´s", "`s", "S'"})
_PERSON = frozenset({"PERSON", "PER"})
_FULL_NAME = 2
_SHORT_NAME = 3
_MAX_NAME = 5
_MAX_GAP = 7
_MAX_TITLE = 4
_PAST = "ED"


def find_persons(
    doc: Doc,
    norms: Sequence[str],
    lexicon: ActorLexicon,
    places: Mapping[int, PlaceMention],
    taken: Mapping[int, tuple[int, int]],
    *,
    all_caps: bool,
) -> list[tuple[int, int]]:
    """Spans of personal names, in text order.

    Recognised persons are freed of titles, genitives and verbs, and completed by the names beside them. Two or more
    names after a word for a person, or beside other persons in a list, are a person too; in a text of capitals, where
    recognisers miss many, so are those before an age or an apposition.

    Args:
        doc: the parsed text.
        norms: normal form by token.
        lexicon: words that are no names.
        places: place mention by token.
        taken: tokens of lexicon names.
        all_caps: the text says nothing by its case.
    """
    finder = _Finder(doc, norms, lexicon, places, taken, all_caps=all_caps)
    return finder.find()


class _Finder:
    def __init__(
        self,
        doc: Doc,
        norms: Sequence[str],
        lexicon: ActorLexicon,
        places: Mapping[int, PlaceMention],
        taken: Mapping[int, tuple[int, int]],
        *,
        all_caps: bool,
    ) -> None:
        self.doc, self.norms, self.lexicon, self.places, self.taken = doc, norms, lexicon, places, taken
        self.all_caps = all_caps
        self.people = lexicon.people
        self.tokens = words_of(doc).tokens

    def find(self) -> list[tuple[int, int]]:
        spans: Spans = {}
        for ent in self.doc.ents:
            if ent.label_ in _PERSON and not any(at in self.taken for at in range(ent.start, ent.end)):
                self._keep(spans, self._clean(ent.start, ent.end))
        for start, end in sorted(set(spans.values())):
            self._keep(spans, self._grown(start, end, spans))
        for found in self._announced():
            self._keep(spans, found)
        for found in self._listed(spans):
            self._keep(spans, found)
        surnames = {self.norms[end - 1] for start, end in spans.values() if len(self.norms[end - 1]) > _SHORT_NAME}
        for at in range(1, len(self.doc)):
            if (
                self.norms[at] not in surnames
                or at in spans
                or at in self.taken
                or not self.tokens[at].text[0].isupper()
            ):
                continue
            start = spans[at - 1][0] if at - 1 in spans and self.tokens[at - 1].whitespace_ else at
            if start < at or self._named(at - 1):
                self._keep(spans, self._grown(start, at + 1, spans))
        return sorted(set(spans.values()))

    def _keep(self, spans: Spans, found: tuple[int, int]) -> None:
        """Adds a span, in place of the shorter ones that it holds."""
        start, end = found
        inside = {spans[at] for at in range(start, end) if at in spans}
        if start >= end or tuple(self.norms[start:end]) in self.lexicon.nouns.entries:
            return
        if any(old[0] < start or old[1] > end for old in inside):
            return
        spans.update(dict.fromkeys(range(start, end), found))

    def _clean(self, start: int, end: int) -> tuple[int, int]:
        """A recognised person without title, genitive, verb or punctuation."""
        doc = self.tokens
        while start < end and (doc[end - 1].text in _GENITIVES or doc[end - 1].is_punct or self._is_verb(end - 1)):
            end -= 1
        while start < end and (doc[start].is_punct or doc[start].pos_ in {"DET", "PRON"}):
            start += 1
        while end - start > _FULL_NAME and self.norms[start] in self.people:
            start += 1
        return start, end

    def _is_verb(self, at: int) -> bool:
        token = self.tokens[at]
        return self.all_caps and token.pos_ == "VERB" and token.text.endswith(_PAST)

    def _named(self, at: int) -> bool:
        """Whether the token can be part of a personal name."""
        if not 0 <= at < len(self.doc) or at in self.taken or self._is_verb(at):
            return False
        token, key = self.tokens[at], (self.norms[at],)
        if not token.text[:1].isupper() or not token.text.replace(".", "").replace("'", "").isalpha():
            return False
        lexicon = self.lexicon
        known = key in lexicon.nouns.entries or key in lexicon.demonyms.entries or key in lexicon.countries.entries
        if known or key[0] in lexicon.stops or key[0] in lexicon.modifiers or token.is_stop:
            return False
        place = self.places.get(at)
        if place is not None and place.feature != "unknown" and token.dep_ != "flat":
            return False
        return token.pos_ == "PROPN" or (self.all_caps and token.ent_type_ in _PERSON)

    def _run(self, at: int) -> int:
        """End of the names that start at a token; particles count between two of them."""
        end = at
        while end - at < _MAX_NAME and (self._named(end) or (end > at and self._links(end))):
            end += 1
        while end > at and not self._named(end - 1):
            end -= 1
        return end

    def _links(self, at: int) -> bool:
        if at + 1 >= len(self.doc) or not self._named(at + 1):
            return False
        return self.norms[at] in PARTICLES or self._hyphen(at)

    def _hyphen(self, at: int) -> bool:
        return self.tokens[at].text == "-" and not self.tokens[at].whitespace_ and not self.tokens[at - 1].whitespace_

    def _grown(self, start: int, end: int, spans: Spans) -> tuple[int, int]:
        """A person with the names right beside it."""
        while self._named(start - 1) and start - 1 not in spans and self.tokens[start - 1].whitespace_:
            start -= 1
        while end - start < _MAX_NAME and self._named(end) and end not in spans:
            end += 1
        return start, end

    def _announced(self) -> Iterator[tuple[int, int]]:
        """Names after a word for a person, or before an age or an apposition that describes one."""
        for at in range(len(self.doc)):
            person = self.norms[at - 1] in self.people if at else False
            if person and (self.all_caps or self.tokens[at - 1].text.islower()):
                end = self._run(at)
            elif self.all_caps and not self._named(at - 1):
                end = self._run(at)
                end = end if self._described(end) else at
            else:
                continue
            if end - at >= _FULL_NAME:
                yield at, end

    def _described(self, end: int) -> bool:
        """Whether ", 42," or ", a local teacher" follows."""
        doc = self.tokens
        if end + 2 >= len(doc) or doc[end].text not in {",", "--"}:
            return False
        if doc[end + 1].like_num:
            return doc[end + 2].text in {",", "."}
        if doc[end + 1].pos_ != "DET":
            return self._title_follows(end + 1)
        for at in range(end + 2, min(end + 2 + _MAX_GAP, len(doc))):
            if doc[at].pos_ in {"VERB", "AUX", "PUNCT"} and not self._hyphen(at):
                return False
            if self.norms[at] in self.people:
                return True
        return False

    def _title_follows(self, at: int) -> bool:
        """Whether a word for one human being follows without an article (", SALVADORAN LEADER OF")."""
        for word in range(at, min(at + _MAX_TITLE, len(self.doc))):
            if self.tokens[word].pos_ not in {"NOUN", "PROPN", "ADJ"} or self.tokens[word].tag_ in {"NNS", "NNPS"}:
                return False
            if self.norms[word] in self.people:
                return True
        return False

    def _listed(self, spans: Spans) -> list[tuple[int, int]]:
        """Names of two words and more beside persons in a list ("X, Y and Z")."""
        found: list[tuple[int, int]] = []
        at = 1
        while at < len(self.doc) - 1:
            joins = self.tokens[at].text == "," or self.tokens[at].pos_ == "CCONJ"
            comma = at - 1 if self.tokens[at - 1].text == "," else at
            if joins and comma - 1 in spans and at + 1 not in spans:
                end = self._run(at + 1)
                stop = end >= len(self.doc) or self.tokens[end].pos_ in {"CCONJ", "PUNCT", "VERB", "AUX", "ADP"}
                if end - at - 1 >= _FULL_NAME and stop:
                    found.append((at + 1, end))
                    spans.update(dict.fromkeys(range(at + 1, end), (at + 1, end)))
            at += 1
        return found
