"""States as actors: countries and their peoples, and capitals that stand for a government."""

from collections.abc import Iterator

from spacy.tokens import Token

from conflictwire.entities.actor_kinds import Draft
from conflictwire.entities.actor_phrases import Scene, is_genitive, phrase_start
from conflictwire.entities.lexicon import Hit
from conflictwire.entities.words import sentence_of
from conflictwire.schema import ActorKind

__all__ = ["states"]

_BLAME_REACH = 14
_INDEFINITE = frozenset(["a", "an", "one", "another"])
_NOMINAL = frozenset(["nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "nmod", "conj"])


def states(scene: Scene) -> Iterator[Draft]:
    """Countries that act or own, and the peoples of countries."""
    lexicon = scene.lexicon
    for hit in lexicon.peoples.find(scene.words, scene.owners):
        if scene.pos(hit.end - 1) in {"NOUN", "PROPN", "ADJ", "X", ""} and scene.pos(hit.end) not in {"NOUN", "PROPN"}:
            start = phrase_start(scene, hit.start, hit.end - 1)
            counted = any(scene.tokens[at].like_num for at in range(start, hit.start))
            kind = ActorKind.CIVILIANS if counted else None
            yield Draft(start, hit.end, hit.end - 1, code=hit.value, kind=kind, named=True)
    for hit in lexicon.demonyms.find(scene.words, scene.owners):
        if _is_one_person(scene, hit):
            start = phrase_start(scene, hit.start, hit.end - 1)
            yield Draft(start, hit.end, hit.end - 1, code=hit.value, kind=ActorKind.CIVILIANS, named=True)
    for hit in lexicon.countries.find(scene.words, scene.owners):
        if _acts_as_state(scene, hit):
            yield _state(hit)
    for hit in lexicon.capitals.find(scene.words, scene.owners):
        if _acts_as_government(scene, hit):
            yield _state(hit)


def _state(hit: Hit[str]) -> Draft:
    return Draft(hit.start, hit.end, hit.end - 1, code=hit.value, kind=ActorKind.STATE_FORCES, named=True)


def _is_one_person(scene: Scene, hit: Hit[str]) -> bool:
    """One of a people ("killed a Palestinian"): a demonym behind an indefinite word that describes no other noun."""
    token = scene.tokens[hit.end - 1]
    alone = scene.parsed and token.dep_ in _NOMINAL and scene.pos(hit.end) not in {"NOUN", "PROPN", "ADJ", "NUM"}
    return alone and scene.norm(hit.start - 1) in _INDEFINITE


def _acts_as_government(scene: Scene, hit: Hit[str]) -> bool:
    """A capital stands for a government as subject of what governments say and do, or as object of blame."""
    person = scene.units.get(hit.start) in scene.persons
    if person or scene.joined(hit.end) or not _spelled_as_country(scene, hit):
        return False
    if scene.parsed and scene.pos(hit.end) not in {"NOUN", "PROPN"} and not is_genitive(scene, hit.end):
        if _is_blamed(scene, hit.start):
            return True
        tops = (token.head for token in scene.doc[hit.start : hit.end] if not hit.start <= token.head.i < hit.end)
        verb = next((top for top in tops if top.pos_ == "VERB"), None)
        if verb is not None and verb.lemma_.lower() in scene.lexicon.metonymic:
            return _is_object(scene, hit, verb) or _is_subject(scene, hit, verb)
    return False


def _is_subject(scene: Scene, hit: Hit[str], verb: Token) -> bool:
    """The name stands before its verb in the active, with nothing in front that makes it a place."""
    if scene.pos(hit.end) == "PUNCT":  # a dateline
        return False
    auxiliaries = {token.lemma_.lower() for token in scene.doc[hit.end : verb.i]} if hit.end <= verb.i else {"be"}
    passive = verb.tag_ == "VBN" and "be" in auxiliaries
    return hit.end <= verb.i and not passive and not _stands_for_place(scene, hit.start)


def _is_object(scene: Scene, hit: Hit[str], verb: Token) -> bool:
    """The name follows its verb directly ("accused Moscow")."""
    return scene.lexicon.metonymic.get(verb.lemma_.lower()) == "both" and hit.start == verb.i + 1


def _is_blamed(scene: Scene, start: int) -> bool:
    """A name behind "on" stands where blame is put ("blamed the attack on Moscow")."""
    if scene.norm(start - 1) != "on" or not scene.cut:
        return False
    before = scene.tokens[max(sentence_of(scene.tokens[start]).start, start - _BLAME_REACH) : start]
    return any(token.lemma_.lower() in scene.lexicon.blaming and token.pos_ == "VERB" for token in before)


def _acts_as_state(scene: Scene, hit: Hit[str]) -> bool:
    """A country counts as an actor outside prepositional phrases of place, when a verb or genitive follows it."""
    place = scene.places.get(hit.start)
    foreign = (place is not None and place.feature != "country") or hit.start in scene.units
    if foreign or scene.joined(hit.end) or not _spelled_as_country(scene, hit) or _stands_for_place(scene, hit.start):
        return False
    after = scene.pos(hit.end)
    if is_genitive(scene, hit.end) or after in {"VERB", "AUX"}:
        return True
    if after in {"NOUN", "PROPN", "ADJ", "NUM"}:
        return False
    tops = (token.head for token in scene.doc[hit.start : hit.end] if not hit.start <= token.head.i < hit.end)
    return not scene.parsed or any(top.pos_ in {"VERB", "AUX", "PROPN", "NOUN"} for top in tops)


def _spelled_as_country(scene: Scene, hit: Hit[str]) -> bool:
    """Abbreviations need capitals ("US"), names a capital."""
    if len(scene.norms[hit.start]) > 3 or hit.end - hit.start > 1:
        return scene.all_lower or scene.is_name(hit.end - 1)
    return scene.tokens[hit.start].text.isupper() and (not scene.all_caps or scene.pos(hit.start) == "PROPN")


def _stands_for_place(scene: Scene, start: int) -> bool:
    """Whether the words before a name make it a place: "in X", "Y, X", "anti-X"."""
    if _is_blamed(scene, start):
        return False
    at = start - 1
    if at >= 0 and scene.pos(at) == "DET":
        at -= 1
    return at >= 0 and (scene.norms[at] in scene.lexicon.locatives or scene.tokens[at].text == "," or scene.joined(at))
