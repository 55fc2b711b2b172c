"""How far a description of people reaches beyond its mention: "the mayor | of Gao", "residents | of the old town"."""

from spacy.tokens import Doc, Token

from conflictwire.entities.parsed import ActorMention
from conflictwire.entities.words import children_of

__all__ = ["apposition_end", "full_end"]

_LINKS = frozenset({"of", "for"})
_INNER = "of"
_OPENING = frozenset([",", "(", "--"])
_POINTING = frozenset(["this", "that", "these", "those", "his", "her", "its", "their"])
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM"})
_MAX_LENGTH = 12
_STOPS = frozenset({"PUNCT", "VERB", "AUX", "CCONJ", "SCONJ", "PRON"})
_TIMES = frozenset({"DATE", "TIME"})


def full_end(doc: Doc, mention: ActorMention) -> int:
    """End of a mention with the phrase that says of what or whom its people are, by the parse.

    A name, a thing, or a description without such a phrase ends where its mention ends.
    """
    end = mention.end
    head = doc[mention.head]
    if end + 1 >= len(doc) or doc[end].lower_ not in _LINKS or not mention.person or mention.armed:
        return end
    if mention.personal or (mention.proper and head.pos_ != "NOUN"):
        return end
    if doc[end].lower_ != _INNER and (head.tag_ != "NN" or doc[end + 1].lower_ in _POINTING):
        return end
    inside = doc[mention.start : end]
    if not any(child.i >= end and _opens(child, doc[end]) for token in inside for child in children_of(token)):
        return end
    stop = end + 1
    while stop < min(end + _MAX_LENGTH, len(doc)) and _goes_on(doc[stop]):
        stop += 1
    return stop if stop > end + 1 and doc[stop - 1].pos_ in _NOMINAL else end


def apposition_end(doc: Doc, name: ActorMention, description: ActorMention) -> int | None:
    """End of a description that stands in apposition right behind a name, None when it does not."""
    between = doc[name.end : description.start]
    if not name.personal or description.personal or not 1 <= len(between) <= 2 or between[0].text not in _OPENING:
        return None
    return full_end(doc, description) if len(between) == 1 or between[1].pos_ == "DET" else None


def _opens(noun: Token, preposition: Token) -> bool:
    """The noun that a preposition ties to the one before."""
    return preposition.head.i == noun.i


def _goes_on(token: Token) -> bool:
    if token.pos_ == "ADP":
        return token.lower_ == _INNER
    return token.pos_ not in _STOPS and not token.is_space and token.ent_type_ not in _TIMES
