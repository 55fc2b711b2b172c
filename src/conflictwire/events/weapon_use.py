"""Which weapons named in a sentence were used in what one of its words tells."""

from collections import defaultdict
from collections.abc import Mapping

from spacy.tokens import Doc, Token

from conflictwire.entities.parsed import ActorMention
from conflictwire.entities.words import sentence_of
from conflictwire.events.roles import Roles, normal
from conflictwire.events.steps import steps_between
from conflictwire.events.syntax import Syntax, word_set
from conflictwire.events.weapons import CREWED, find_weapons
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind

__all__ = ["WeaponUse"]

# weapons that a unit named for them fires ("artillery units", "F-16 fighters")
SERVED = (*CREWED, "artillery_class")
# guns in the words of a trigger ("gun battle") are no weapon named
SMALL_ARMS = "gun_class"
# prepositions before what is fired at
AIMED = ("on", "at", "against", "upon")
# what sets a clause apart in time
APART = ("after", "before", "when", "as")
# prepositions of a place where people are
WITHIN = ("in", "at", "near", "inside", "outside", "into")
# how many dependency steps a weapon may be away from the trigger and still belong to it
WEAPON_STEPS = 5


class WeaponUse:
    """The weapons of one document, by sentence."""

    def __init__(self, doc: Doc, roles: Roles, resources: Resources, by_token: Mapping[int, ActorMention]) -> None:
        self._doc, self._roles, self._by_token = doc, roles, by_token
        self._finds = word_set(resources, "finding_verbs")
        self._contrasts = word_set(resources, "contrast_words")
        self._deploying = word_set(resources, "deploying_verbs")
        self._unmanned = word_set(resources, "unmanned_craft")
        self._aiming = word_set(resources, "aiming_verbs") | word_set(resources, "event_nouns")
        self._dealings = word_set(resources, "weapon_dealings")
        self._attackers = word_set(resources, "attacker_nouns")
        self._works, self._entering = word_set(resources, "works"), word_set(resources, "entering_verbs")
        named = find_weapons(doc, resources).items()
        self._classes = {s: k for s, k in named if not self._in_name(*s, k) and not self._is_works(*s)}
        self._spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for span in self._classes:
            self._spans[self._sentence(span[0])].append(span)

    def _sentence(self, i: int) -> int:
        return int(sentence_of(self._doc[i]).start)

    def class_of(self, token: Token) -> str | None:
        """Class of the weapon that a token belongs to."""
        spans = self._spans.get(self._sentence(token.i), ())
        return next((self._classes[s] for s in spans if s[0] <= token.i < s[1]), None)

    def class_at(self, start: int, end: int) -> str:
        """Class of a weapon span."""
        return self._classes[start, end]

    def in_sentence(self, head: int) -> bool:
        """A weapon is named in the sentence of token `head`, and not as what a factory makes or a depot holds."""
        return any(not self._stored(self._doc[end - 1]) for _, end in self._spans.get(self._sentence(head), ()))

    def of(self, head: Token, trigger: tuple[int, int], *, disrupted: bool) -> tuple[tuple[int, int], ...]:
        """Weapon spans of the sentence that hang close to the trigger in the parse, or lie in it.

        Args:
            head: head of the trigger.
            trigger: its tokens.
            disrupted: the event keeps weapons from being used, so that those hit or taken are its weapons.
        """
        spans = self._spans.get(self._sentence(head.i), ())
        hit = (s for s in spans if not disrupted and self._classes[s] in CREWED and self._is_hit(s))
        aside = frozenset(hit)
        return tuple(s for s in spans if s not in aside and self._used(s, head, trigger))

    def _used(self, span: tuple[int, int], head: Token, trigger: tuple[int, int]) -> bool:
        weapon, named_in = self._doc[span[1] - 1], trigger[0] < span[1] and span[0] < trigger[1]
        kind = self._classes[span]
        if (named_in and kind == SMALL_ARMS) or self._found(weapon, head) or self._stored(weapon):
            return False
        if self._contrasted(head, weapon) or (kind in CREWED and self._elsewhere(weapon, head)):
            return False
        return named_in or steps_between(head, weapon, self._roles) <= WEAPON_STEPS

    def _in_name(self, start: int, end: int, kind: str) -> bool:
        """A word in the name of a force ("Assam Rifles")."""
        party = self._by_token.get(start)
        if party is None or not party.proper or party.actor_id is None or kind in CREWED:
            return False
        return end <= party.end and self._doc[end - 1].tag_ in ("NNP", "NNPS")

    def _is_works(self, start: int, end: int) -> bool:
        """A mine in which people work ("raided the mine", "an attack on a mine", "at a mine near Djibo")."""
        word = self._doc[start]
        if end - start > 1 or word.lower_ not in self._works or Syntax.modified(word) is not None:
            return False
        if any(normal(verb) in self._entering for verb in self._roles.done_to(word)):
            return True
        preposition = self._roles.preposition(word)
        return preposition in WITHIN or (preposition in AIMED and normal(word.head) in self._aiming)

    def _is_hit(self, span: tuple[int, int]) -> bool:
        """The craft is what others fire at ("shot down a helicopter", "an attack on a tank")."""
        if any(t.lower_ in self._unmanned for t in self._doc[span[0] : span[1]]):
            return False
        craft = self._doc[span[1] - 1]
        craft = Syntax.modified(craft) or craft
        if any(normal(verb) not in self._deploying for verb in self._roles.done_to(craft)):
            return True
        return self._roles.preposition(craft) in AIMED and normal(craft.head) in self._aiming

    def _elsewhere(self, craft: Token, head: Token) -> bool:
        """Another clause tells what the craft did then ("fired on the airport after two planes landed")."""
        verb = self._roles.clause(craft)
        told = verb.i != head.i and head.is_ancestor(verb) and self._roles.marker(verb) in APART
        return told and craft in self._roles.frame(verb).roles.get("subject", ())

    def _stored(self, weapon: Token) -> bool:
        """The word only says what a place, unit or trade is for ("arms depot", "bomb squad", "arms embargo")."""
        noun = Syntax.modified(weapon)
        if noun is None or self.class_of(noun) is not None:
            return False
        if normal(noun) in self._dealings:
            return True
        held = self._by_token.get(noun.i)
        if held is None or held.head != noun.i:
            return False
        unit = held.person and self.class_of(weapon) not in SERVED and normal(noun) not in self._attackers
        return held.kind is ActorKind.OBJECT or unit

    def _contrasted(self, head: Token, weapon: Token) -> bool:
        """Another clause, set off by "while", tells what was done with it."""
        first, second = sorted((head.i, weapon.i))
        return any(t.lower_ in self._contrasts for t in self._doc[first:second])

    def _found(self, weapon: Token, head: Token) -> bool:
        """A weapon found or seized, told beside what `head` tells ("killed two men and found a bomb")."""
        return any(verb.i != head.i and normal(verb) in self._finds for verb in self._roles.done_to(weapon))
