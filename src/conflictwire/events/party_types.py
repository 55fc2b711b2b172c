"""Types of a party as the slots of the rules name them ("armed", "civilian", "place", ...)."""

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention, PlaceMention
from conflictwire.entities.words import normal
from conflictwire.events.syntax import OBJECT, PASSIVE_SUBJECT, word_set
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind

__all__ = ["PartyTypes"]

FORCES = frozenset({ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES})
REBELS = frozenset({ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.COMMUNAL_GROUP})
FIGHTING = FORCES | {ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA}
PLURAL = ("NNS", "NNPS")


class PartyTypes:
    """Reads the types of parties, with the word lists that this takes."""

    def __init__(self, resources: Resources) -> None:
        self._place_nouns = word_set(resources, "place_nouns")
        self._crowds = word_set(resources, "crowds")
        self._numbers = word_set(resources, "crowd_numbers")
        told = resources.lexicon("unknown_victims").items()
        self._hitting, self._endings, self._others = (
            tuple(word for word, kind in told if kind == wanted and word != wanted)
            for wanted in ("verb", "ending", "other")
        )

    def is_victim(self, noun: Token) -> bool:
        """Whether a counted noun that no list has means human beings: it ends so, and is hit as only they are."""
        word, verb = noun.lower_, noun.head
        hit = noun.dep_ in OBJECT | PASSIVE_SUBJECT and normal(verb) in self._hitting
        return hit and noun.tag_ == "NNS" and word.endswith(self._endings) and word not in self._others

    def types(self, token: Token, party: ActorMention, place: PlaceMention | None) -> set[str]:
        """Every type of a party; `place` is the place that its head token names."""
        types = self._human(token, party)
        if token.lower_ in self._place_nouns or normal(token) in self._place_nouns:
            types.add("place")
        if place is not None and place.literal:
            types.add("place")
            if place.feature == "country":
                types.add("country")
        return types

    def _human(self, token: Token, party: ActorMention) -> set[str]:
        kind = party.kind
        types = {str(kind)} if kind else set()
        if party.armed or (party.armed is None and kind in FIGHTING):
            types.add("armed")
        if kind in FORCES:
            types.add("force")
        if kind in REBELS:
            types.add("rebel")
        if party.person or kind == ActorKind.CIVILIANS:
            types.add("person")
            if not party.armed and kind in (None, ActorKind.CIVILIANS):
                types.update(("civilian", "several") if token.tag_ in PLURAL else ("civilian",))
        if kind is None and (normal(token) in self._numbers or token.lower_ in self._numbers):
            types.add("person")
        if kind is None and party.proper and not party.person:
            types.add("named")
        if party.personal:
            types.add("individual")
        if kind == ActorKind.RIOTERS_PROTESTERS:
            types.update(("protesters", "person"))
        if kind is not None and kind != ActorKind.OBJECT:
            types.add("group")
        if normal(token) in self._crowds:
            types.add("crowd")
        return types
