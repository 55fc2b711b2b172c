"""Who says that it happened, who is blamed and by whom, who denies it."""

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Span, Token

from conflictwire.entities.parsed import ActorMention
from conflictwire.entities.words import children_of, words_of
from conflictwire.events.claim_words import attribution_words
from conflictwire.events.mentions import Attribution, EventMention
from conflictwire.events.parties import FORCES
from conflictwire.events.roles import Frame, normal
from conflictwire.events.scene import Scene
from conflictwire.events.speakers import PERSONAL
from conflictwire.events.speech import Speech
from conflictwire.events.syntax import SUBJECT
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind, SubEventType

__all__ = ["Attributor"]

# how many sentences after the last one about an event may still comment on it without naming it
COMMENT_REACH = 2
# words between an accusing verb and its noun ("pointed the finger at")
WITHIN = 5
HEDGE_REACH = 3


def _unique(parties: Iterable[ActorMention]) -> tuple[ActorMention, ...]:
    """Each party once; of two phrases, one inside the other ("Gulf", "Gulf Tribune"), the longer."""
    seen: dict[int, ActorMention] = {}
    for party in parties:
        known = seen.setdefault(party.entity, party)
        if _within(known, party):
            seen[party.entity] = party
    found = tuple(seen.values())
    return tuple(p for p in found if not any(_within(p, other) for other in found))


def _within(part: ActorMention, whole: ActorMention) -> bool:
    longer = whole.end - whole.start > part.end - part.start
    return longer and whole.start <= part.start and part.end <= whole.end


class Attributor:
    """Attributes the event mentions of one document."""

    def __init__(self, scene: Scene, mentions: Sequence[EventMention], resources: Resources) -> None:
        self._scene, self._doc = scene, scene.parsed.doc
        self._words = attribution_words(resources)
        self._blaming = frozenset(entry.split()[0] for entries in self._words.blame.values() for entry in entries)
        self._denying = frozenset(w for w, kind in resources.lexicon("status_verbs").items() if kind == "denied")
        self._speech = Speech(scene, resources)
        heads = sorted({m.head for m in mentions if m.level > 0} or {m.head for m in mentions})
        self._told_in = {self._speech.sentence(self._doc[head]).start for head in heads}

    def claimants(self, token: Token) -> tuple[ActorMention, ...]:
        """Who vouches for what a token says; nobody where the outlet does."""
        return _unique(self._speech.speakers_of(token))

    def of(self, mention: EventMention) -> Attribution:
        """Attribution of an event mention."""
        head = self._doc[mention.head]
        sentence = self._speech.sentence(head)
        claimed = list(self._speech.speakers_of(head))
        arrest = mention.sub_event_type == SubEventType.ARRESTS  # what those held are suspected of is another deed
        blamed_by, blamed = ([], []) if arrest else self._blame(head, sentence)
        if any(self._is_suspected(actor) for actor in mention.actors):
            blamed_by.extend(p for p in claimed[-1:] if not self._speech.is_outlet(p))
        denied = list(self._denials(head, sentence))
        responsible = list(self._responsible(head, sentence))
        for comment in self._comments(sentence):
            claimed.extend(self._pointing(comment))
            claimed.extend(self._going_on(mention, comment))
            responsible.extend(self._responsible(head, comment))
            denied.extend(self._pointed_denials(comment))
            if not arrest:
                by, whom = self._blame(head, comment)
                blamed_by.extend(by)
                blamed.extend(whom)
        return Attribution(
            claimed_by=_unique([*claimed, *responsible]),
            blamed_by=_unique(blamed_by),
            blamed=_unique([*blamed, *(self._represented(party) for party in responsible)]),
            denied_by=_unique(denied),
        )

    def _comments(self, sentence: Span) -> Iterator[Span]:
        """The next sentences, as long as they tell of no event of their own."""
        span = sentence
        for _ in range(COMMENT_REACH):
            if span.end >= len(self._doc):
                return
            span = self._speech.sentence(self._doc[span.end])
            if span.start in self._told_in:
                return
            yield span

    # -- sentences that go on about the event without naming it ---------------------------------------------------

    def _pointing(self, comment: Span) -> Iterator[ActorMention]:
        """Speakers of a sentence that says "the incident ...", or that opens with "according to"."""
        pointer = next((t for t in comment if normal(t) in self._words.pointers), None)
        opening = self._speech.is_source(self._doc[comment.start])
        if pointer is not None and not self._scene.roles.negated(pointer):
            yield from self._speech.speakers_of(pointer)
        elif opening:
            yield from self._speech.speakers_of(comment[-1])

    def _going_on(self, mention: EventMention, comment: Span) -> Iterator[ActorMention]:
        """Speakers of a sentence that tells more of those who took part, or of the place ("the men fled, he said")."""
        known = {p.entity for p in (*mention.actors, *mention.targets) if p.entity >= 0}
        for token in comment:
            party = self._scene.party(token) if token.pos_ in ("NOUN", "PROPN", "PRON") else None
            same = party is not None and party.head == token.i and party.entity in known
            if not same and not self._scene.is_at(token, mention.place):
                continue
            speakers = self._speech.speakers_of(token)
            yield from (s for s in speakers if party is None or s.entity != party.entity)

    def _pointed_denials(self, comment: Span) -> Iterator[ActorMention]:
        """Who denies "it", "the accusation", "any involvement"."""
        for verb in self._verbs(comment, self._denying):
            objects = self._scene.roles.frame(verb).roles.get("object", ())
            if any(normal(t) in self._words.anaphors for t in objects):
                yield from self._speech.of_verb(verb)

    # -- denial, responsibility, blame ----------------------------------------------------------------------------

    def _verbs(self, sentence: Span, lemmas: frozenset[str]) -> Iterator[Token]:
        tokens = words_of(self._doc).tokens[sentence.start : sentence.end]
        return (t for t in tokens if normal(t) in lemmas and t.pos_ == "VERB" and not self._scene.roles.negated(t))

    def _denials(self, head: Token, sentence: Span) -> Iterator[ActorMention]:
        """Subjects of verbs of denial that rule the event or point back at it."""
        for verb in self._verbs(sentence, self._denying):
            if verb.i == head.i:
                continue
            objects = self._scene.roles.frame(verb).roles.get("object", ())
            pointing = any(normal(t) in self._words.anaphors for t in objects)
            ruling = verb in head.ancestors
            if pointing or ruling:
                yield from self._speech.of_verb(verb)

    def _responsible(self, head: Token, sentence: Span) -> Iterator[ActorMention]:
        """Who claims responsibility, or the attack itself ("claimed by the Taliban")."""
        for verb in self._verbs(sentence, self._words.taking):
            frame = self._scene.roles.frame(verb)
            objects = frame.roles.get("object", ())
            near = {normal(t) for t in self._doc[verb.i + 1 : min(verb.i + WITHIN, sentence.end)]}
            loose = normal(verb) in self._words.claiming_verbs and bool(near & self._words.responsibility)
            credit = loose or any(normal(t) in self._words.responsibility for t in objects)
            attack = normal(verb) == "claim" and any(t.i == head.i for t in objects)
            if credit or attack:
                yield from self._speech.of_verb(verb)
                yield from self._mandators(frame)

    def _mandators(self, frame: Frame) -> Iterator[ActorMention]:
        """In whose name a claim is made ("on behalf of the front")."""
        nouns = (t for role in ("prep:on", "prep:in") for t in frame.roles.get(role, ()))
        owners = (t for n in nouns if normal(n) in self._words.mandates for t in self._owners(n))
        yield from (p for t in owners if (p := self._scene.party(t)) is not None and p.armed)

    def _owners(self, noun: Token) -> tuple[Token, ...]:
        return self._scene.roles.frame(noun).roles.get("prep:of", ())

    def _represented(self, party: ActorMention) -> ActorMention:
        """The armed group for which somebody speaks ("a spokesman for the ELN claimed the attack"), else the party."""
        if party.armed or not party.person:
            return party
        groups = (p for t in self._doc[party.head].subtree if (p := self._scene.party(t)) is not None)
        return next((p for p in groups if p.armed and p.proper and p.kind not in FORCES), party)

    def _blame(self, head: Token, sentence: Span) -> tuple[list[ActorMention], list[ActorMention]]:
        """Who blames, and who is blamed, in the sentence of an event or in a comment on it."""
        by: list[ActorMention] = []
        blamed: list[ActorMention] = []
        for verb, role in self._accusations(sentence):
            found = self._accused(verb, role, head)
            if not found or self._of_other_matter(verb, head):
                continue
            blamed.extend(found)
            by.extend(self._accusers(verb, found, sentence))
        for word in words_of(self._doc).tokens[sentence.start : sentence.end]:
            if word.lower_ in self._words.behind:
                found, speakers = self._culprits(word), self._speech.speakers_of(word)
                whom = {p.entity for p in found}
                themselves = [s for s in speakers if s.entity in whom or (not found and s.armed and self._by_it(word))]
                if speakers and (found or themselves):
                    blamed.extend(themselves or found)
                    by.extend(() if themselves else speakers)
        return by, blamed

    def _of_other_matter(self, verb: Token, head: Token) -> bool:
        """The accusation says of what, and that is not the event ("accused the army of losing evidence")."""
        roles = self._scene.roles.frame(verb).roles
        matter = [t for role in ("prep:of", "prep:for") for t in roles.get(role, ())]
        matter += [c for c in children_of(verb) if c.dep_ in ("advcl", "ccomp", "xcomp") and c.i > verb.i]
        pointing = self._words.anaphors | self._words.pointers | self._words.behind
        told = (t for m in matter for t in m.subtree)
        return bool(matter) and not any(t.i == head.i or normal(t) in pointing or self._scene.takes_up(t) for t in told)

    def _accusations(self, sentence: Span) -> Iterator[tuple[Token, str]]:
        """Accusing verbs with the role in which they name the accused."""
        for verb in words_of(self._doc).tokens[sentence.start : sentence.end]:
            if normal(verb) not in self._blaming or verb.pos_ != "VERB" or self._scene.roles.negated(verb):
                continue
            if verb.lower_ in self._words.suspicion and not any(
                c.dep_.startswith(("nsubj", "aux")) for c in children_of(verb)
            ):
                continue  # "when suspected militants attacked"
            near = {
                normal(t) for t in self._doc[max(sentence.start, verb.i - WITHIN) : min(verb.i + WITHIN, sentence.end)]
            }
            to_blame = self._scene.roles.infinitive(verb) and not self._scene.roles.has_object(verb)
            for role, entries in sorted(self._words.blame.items(), key=lambda item: item[0] != "subject"):
                if role == "subject" and not to_blame:
                    continue
                phrases = (entry.split() for entry in entries)
                if any(words[0] == normal(verb) and near.issuperset(words[1:]) for words in phrases):
                    yield verb, role
                    break

    def _accused(self, verb: Token, role: str, head: Token) -> list[ActorMention]:
        roles = self._scene.roles.frame(verb).roles
        clause = [
            t
            for c in children_of(verb)
            if c.dep_ == "ccomp"
            for t in self._scene.roles.frame(c).roles.get("subject", ())
        ]
        objects = roles.get("object", ())
        # "pointed the finger at the rebels", "blamed the raid on the rebels"
        inner = (role, "subject") if role == "prep:on" else (role,)
        nested = [n for t in objects for name in inner for n in self._scene.roles.frame(t).roles.get(name, ())]
        whose = [n for t in objects for n in self._owners(t)]
        for people in (roles.get(role, ()), nested, objects, whose, clause):
            parties = [p for t in people if t.i != head.i and (p := self._scene.party(t)) is not None]
            known = [p for p in parties if p.kind not in (None, ActorKind.OBJECT)]
            if known:
                return [p for p in known if normal(self._doc[p.head]) != "it"]
        return []

    def _accusers(self, verb: Token, accused: Sequence[ActorMention], sentence: Span) -> list[ActorMention]:
        """The subject; for a participle ("..., the ministry said, blaming the rebels") who speaks before it."""
        whom = {p.entity for p in accused}
        accusers = [p for p in self._speech.of_verb(verb) if p.entity not in whom]
        if accusers and verb.tag_ != "VBG":
            return accusers
        said = [t for t in self._doc[sentence.start : verb.i] if t.tag_ in ("VBD", "VBZ", "VBP")]
        spoken = next((found for t in reversed(said) if (found := self._spoken(t))), [])
        return spoken or accusers or self._speech.speakers_of(verb)

    def _spoken(self, verb: Token) -> list[ActorMention]:
        return self._speech.of_verb(verb) if self._speech.is_saying(verb) else []

    def _subjects(self, word: Token) -> Sequence[Token]:
        """What is "behind" or "responsible for" something."""
        governor = word if any(c.dep_ in SUBJECT for c in children_of(word)) else word.head
        subjects = self._scene.roles.frame(governor).roles.get("subject", ())
        # "the rebels were behind the attack": an event noun that stands as predicate
        return subjects or [c for c in children_of(governor) if c.dep_ in SUBJECT]

    def _by_it(self, word: Token) -> bool:
        """Whoever speaks says it of itself ("said it was behind the attack")."""
        return any(normal(t) in PERSONAL for t in self._subjects(word))

    def _culprits(self, word: Token) -> list[ActorMention]:
        """Who is "behind" or "responsible for" something."""
        subjects = self._subjects(word)
        parties = [p for t in subjects if (p := self._scene.party(t)) is not None]
        return [p for p in parties if p.armed or (p.kind not in (None, ActorKind.OBJECT, ActorKind.CIVILIANS))]

    def _is_suspected(self, actor: ActorMention) -> bool:
        """The actor is called "suspected" or "alleged"."""
        words = self._doc[max(0, actor.start - HEDGE_REACH) : actor.head]
        return any(t.lower_ in self._words.suspicion and t.head.i in (actor.head, t.i) for t in words)
