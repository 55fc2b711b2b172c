"""Where an actor phrase begins and ends around its head: surface, tags and the bare tree, no dependency labels."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from conflictwire.entities.actor_persons import PARTICLES, find_persons
from conflictwire.entities.lexicon import ActorLexicon, ActorRow, Hit, pieces
from conflictwire.entities.parsed import PlaceMention
from conflictwire.entities.words import sentence_of, words_of

__all__ = ["Scene", "build_scene", "is_genitive", "name_end", "phrase_head", "phrase_start", "split_words", "trim"]

_HYPHENS = frozenset("-–/‑")
_GENITIVES = frozenset({"'s", "’s", "'", "’", "´s", "`s", "S'"})
_PARTICIPLES = frozenset({"VBN", "VBG"})
_OPEN_TAGS = frozenset({"NOUN", "PROPN"})
_MAX_LEFT = 14
_MAX_NAME = 6
_MAX_PARENTHESIS = 8


@dataclass(frozen=True, slots=True)
class Scene:
    """A parsed text with everything that phrase boundaries depend on.

    Attributes:
        doc: the parsed text.
        tokens: its tokens.
        lexicon: the actor lexicon.
        norms: per token, its word pieces joined; empty for punctuation.
        words, owners: all word pieces in order and the token of each.
        units: token -> span of the name or person it belongs to, which phrases never cut.
        places: token -> the place mention it belongs to.
        persons: spans of personal names.
        tagged, parsed, cut: whether the text has parts of speech, heads and sentences.
        all_caps, all_lower: the text says nothing by its case.
        home: the countries that most places of the text lie in; more than one when they are level.
    """

    doc: Doc
    tokens: tuple[Token, ...]
    lexicon: ActorLexicon
    norms: tuple[str, ...]
    words: tuple[str, ...]
    owners: tuple[int, ...]
    units: dict[int, tuple[int, int]]
    places: dict[int, PlaceMention]
    persons: tuple[tuple[int, int], ...]
    tagged: bool
    parsed: bool
    cut: bool
    all_caps: bool
    all_lower: bool
    home: frozenset[str] = frozenset()

    def pos(self, at: int) -> str:
        """Part of speech of a token, "" outside the text."""
        return self.tokens[at].pos_ if 0 <= at < len(self.doc) else ""

    def norm(self, at: int) -> str:
        """Normal form of a token, "" outside the text."""
        return self.norms[at] if 0 <= at < len(self.norms) else ""

    def is_name(self, at: int) -> bool:
        """Whether a token looks like part of a proper name."""
        if not 0 <= at < len(self.doc):
            return False
        token = self.tokens[at]
        if self.all_caps or self.all_lower:
            return token.pos_ == "PROPN"
        return token.text[:1].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ", "X", ""} and not token.is_stop

    def joined(self, at: int) -> bool:
        """Whether the token is a hyphen that ties its neighbours together."""
        doc = self.tokens
        return (
            0 < at < len(doc) - 1
            and doc[at].text in _HYPHENS
            and not doc[at].whitespace_
            and not doc[at - 1].whitespace_
        )


def build_scene(
    doc: Doc, lexicon: ActorLexicon, places: Iterable[PlaceMention], names: Iterable[Hit[ActorRow]]
) -> Scene:
    """The scene of `doc`; `names` are the lexicon names found in it."""
    tokens = words_of(doc).tokens
    norms, words, owners = split_words(doc)
    names = tuple(names)
    units = {at: (hit.start, hit.end) for hit in names for at in range(hit.start, hit.end)}
    places = tuple(places)
    by_token = {at: place for place in places for at in range(max(place.start, 0), min(place.end, len(doc)))}
    letters = [token.text for token in tokens if token.is_alpha]
    upper = sum(text.isupper() for text in letters)
    all_caps = bool(letters) and upper > 0.8 * len(letters)
    leaders = [(hit.start, hit.end) for hit in names if hit.value.leads]
    persons = sorted([*leaders, *find_persons(doc, norms, lexicon, by_token, units, all_caps=all_caps)])
    for start, end in persons:
        units.update(dict.fromkeys(range(start, end), (start, end)))
    return Scene(
        doc=doc,
        tokens=tokens,
        lexicon=lexicon,
        norms=norms,
        words=words,
        owners=owners,
        units=units,
        places=by_token,
        persons=tuple(persons),
        tagged=any(token.pos_ for token in tokens),
        parsed=doc.has_annotation("DEP"),
        cut=doc.has_annotation("SENT_START"),
        all_caps=all_caps,
        all_lower=bool(letters) and not any(text[0].isupper() for text in letters),
        home=_home(places),
    )


def _home(places: Iterable[PlaceMention]) -> frozenset[str]:
    counts = Counter(place.country for place in places if place.literal and place.country)
    most = max(counts.values(), default=0)
    return frozenset(country for country, count in counts.items() if count == most)


@lru_cache(maxsize=2)
def split_words(doc: Doc) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
    """Normal form of each token, then all word pieces and their tokens."""
    norms: list[str] = []
    words: list[str] = []
    owners: list[int] = []
    for at, text in enumerate(words_of(doc).texts):
        found = _pieces(text)
        norms.append("".join(found))
        words.extend(found)
        owners.extend([at] * len(found))
    return tuple(norms), tuple(words), tuple(owners)


@lru_cache(maxsize=50_000)
def _pieces(word: str) -> tuple[str, ...]:
    return tuple(pieces(word))


def phrase_start(scene: Scene, start: int, head: int) -> int:
    """First token of the phrase whose core begins at `start`."""
    doc = scene.tokens
    edge = min(doc[at].left_edge.i for at in range(start, head + 1)) if scene.parsed else 0
    attributive = scene.parsed and doc[head].head.i > head and doc[head].head.pos_ in _OPEN_TAGS
    at = scene.units.get(start, (start, 0))[0]
    floor = max(at - _MAX_LEFT, sentence_of(doc[start]).start if scene.cut else 0)
    while at > floor:
        before = at - 1
        unit = scene.units.get(before)
        if unit and unit[1] == at:
            if not _name_modifies(scene, unit, at, edge):
                break
            at = unit[0]
        elif (opening := _opening(scene, before)) is not None:
            at = opening
        elif _modifies(scene, before, at, edge) and not (attributive and before < edge):
            at = before
        else:
            break
    return trim(scene, at, start)


def _name_modifies(scene: Scene, unit: tuple[int, int], at: int, edge: int) -> bool:
    """Whether a name right before `at` belongs to its phrase ("Taliban fighters"); personal names need the tree."""
    return unit not in scene.persons or not scene.parsed or unit[0] >= edge or is_genitive(scene, at)


def _opening(scene: Scene, closing: int) -> int | None:
    """Where what a bracket or quotation mark closes begins, if it belongs to a name."""
    if scene.tokens[closing].text in ")]":
        return _acronym_opening(scene, closing)
    return _quote_opening(scene, closing) if scene.tokens[closing].is_quote else None


def _acronym_opening(scene: Scene, closing: int) -> int | None:
    """Start of the name that a parenthesised acronym follows, when `closing` ends one ("Party (XYZ) cadres")."""
    doc = scene.doc
    for at in range(closing - 1, max(closing - _MAX_PARENTHESIS, 0), -1):
        if doc[at].text in "([":
            inside = doc[at + 1 : closing]
            capital = scene.all_lower or all(token.text[:1].isupper() or token.is_punct for token in inside)
            unit = scene.units.get(at - 1)
            return unit[0] if capital and unit and at - 1 >= 0 else None
    return None


def _quote_opening(scene: Scene, closing: int) -> int | None:
    """Start of a name in quotation marks that ends at `closing` ("the so-called "Red Star" group")."""
    if closing < 1 or scene.tokens[closing - 1].whitespace_:
        return None  # an opening mark
    for at in range(closing - 1, max(closing - _MAX_NAME, 0) - 1, -1):
        token = scene.tokens[at]
        if token.is_quote:
            return at if at + 1 < closing else None
        if not token.text[:1].isupper() or token.pos_ in {"CCONJ", "VERB", "AUX", "PRON"}:
            return None
    return None


def _modifies(scene: Scene, before: int, at: int, edge: int) -> bool:
    """Whether the token `before` belongs to the noun phrase that begins at `at` so far."""
    token, norm = scene.tokens[before], scene.norms[before]
    inside = not scene.parsed or before >= edge
    if norm in scene.lexicon.resultatives and scene.pos(before - 1) == "VERB":
        return False
    if scene.joined(before) or scene.joined(at):
        return True
    if token.is_space or norm in scene.lexicon.stops or (token.ent_type_ in {"DATE", "TIME"} and token.pos_ != "ADJ"):
        return False
    if is_genitive(scene, before):
        return inside
    if token.text == "," or token.pos_ == "CCONJ":
        return inside and scene.pos(before - 1) == "ADJ" == scene.pos(at)
    year = token.like_num and len(token.text) == 4 and token.text[:2] in {"19", "20"}
    return not (token.is_punct or year) and _word_modifies(scene, before, at, inside)


def _word_modifies(scene: Scene, before: int, at: int, inside: bool) -> bool:
    """The same for an ordinary word, by its part of speech; `inside` says that the tree allows it."""
    token, norm = scene.tokens[before], scene.norms[before]
    if token.like_num or token.pos_ in {"ADJ", "NUM"}:
        return True
    if token.pos_ in _OPEN_TAGS:
        return inside and (scene.parsed or not _locative(scene, before))
    if token.pos_ in {"VERB", "ADV"} and norm in scene.lexicon.modifiers:
        return True
    if token.tag_ in _PARTICIPLES:
        opens = before == 0 or scene.pos(before - 1) in {"DET", "NUM", "ADJ", "PUNCT"}
        return inside and (at <= token.head.i and not _finite(scene, before) if scene.parsed else opens)
    if token.pos_ == "ADV":
        describes = scene.pos(at) in {"ADJ", "ADV"} or scene.tokens[at].tag_ in _PARTICIPLES
        return inside and describes and norm not in scene.lexicon.trimmed
    return not token.pos_ and _known_modifier(scene, before)


def _finite(scene: Scene, at: int) -> bool:
    """Whether what is tagged a participle is rather a verb of its own, with a subject or another verb before it."""
    before = scene.pos(at - 1)
    if scene.joined(at - 1) or scene.lexicon.suffixes.get(scene.norms[at]) == "sponsor":
        return False
    if before == "CCONJ":
        return scene.pos(at - 2) != "ADJ" and scene.tokens[at - 2].tag_ not in _PARTICIPLES
    return before in {"NOUN", "PROPN", "PRON"}


def is_genitive(scene: Scene, at: int) -> bool:
    """Whether the token is a genitive ending rather than a quotation mark."""
    if not 0 < at < len(scene.doc) or scene.tokens[at].text not in _GENITIVES:
        return False
    owner, token = scene.tokens[at - 1], scene.tokens[at]
    return len(token.text) > 1 or (owner.text[-1] in "sS" and token.tag_ in {"POS", ""} and not owner.whitespace_)


def _known_modifier(scene: Scene, at: int) -> bool:
    """Untagged text: only words that the lexicons know, and capitalised ones inside a sentence, are modifiers."""
    lexicon, norm = scene.lexicon, scene.norms[at]
    key = (norm,)
    if norm in lexicon.modifiers or key in lexicon.nouns.entries or key in lexicon.demonyms.entries:
        return not _locative(scene, at)
    if is_genitive(scene, at + 1):
        return scene.is_name(at)
    return at > 0 and scene.is_name(at) and not scene.all_caps and not _locative(scene, at)


def _locative(scene: Scene, at: int) -> bool:
    """Whether the token ends a place named after a preposition ("in Gao gunmen ...")."""
    place = scene.places.get(at)
    return (
        place is not None
        and place.literal
        and place.start > 0
        and scene.norms[place.start - 1] in scene.lexicon.locatives
    )


def trim(scene: Scene, start: int, stop: int) -> int:
    """`start` moved past articles, possessives, quotes, hedges and stray punctuation, `stop` at most."""
    doc = scene.tokens
    while start < stop:
        token = doc[start]
        loose = token.pos_ in {"DET", "PRON"} and scene.norms[start] not in scene.lexicon.quantities
        if token.is_quote and any(inner.is_quote for inner in doc[start + 1 : stop]):
            break
        joined = scene.joined(start + 1)
        loose = loose or token.is_punct or token.text in _GENITIVES or scene.norms[start] in scene.lexicon.trimmed
        if joined or not loose:
            break
        start += 1
    return start


def name_end(scene: Scene, end: int) -> int:
    """End of the personal name that follows a title ending at `end`; `end` itself when there is none."""
    unit = scene.units.get(end)
    if unit and unit[0] == end:
        return unit[1] if unit in scene.persons else end
    if scene.all_lower or end in scene.places:
        return end
    at = end
    if at < len(scene.doc) and scene.tokens[at].text == ".":
        at += 1
    first = at
    while at < min(first + _MAX_NAME, len(scene.doc)):
        inner = at > first and (scene.norms[at] in PARTICLES or scene.joined(at))
        if not (inner or scene.is_name(at)) or scene.norms[at] in scene.lexicon.stops:
            break
        at += 1
    while at > first and not scene.is_name(at - 1):
        at -= 1
    return at if at > first else end


def phrase_head(scene: Scene, start: int, end: int, fallback: int) -> int:
    """The token of the phrase that hangs outside it, best `fallback`; that too without a parse or a noun there."""
    if not scene.parsed or not start <= scene.tokens[fallback].head.i < end:
        return fallback
    for token in scene.doc[start:end]:
        if not start <= token.head.i < end or token.head.i == token.i:
            return token.i if token.pos_ not in {"ADP", "PUNCT", "DET", "PART"} else fallback
    return fallback
