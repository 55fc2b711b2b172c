"""Finds event mentions: triggers by their lemma, arguments by the frame, constraints by the rule."""

import dataclasses
from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from conflictwire.entities.parsed import ActorMention, Parsed
from conflictwire.events.mentions import EventMention
from conflictwire.events.roles import Frame, Roles, normal
from conflictwire.events.rules import Rule, RuleBook, Slot, Trigger
from conflictwire.events.scene import Scene
from conflictwire.schema import EVENT_TYPE_OF, ActorKind

__all__ = ["match"]

VERBAL = frozenset({"VERB", "AUX"})
# second words of a trigger that must follow at once; nouns may come a few words later ("fired dozens of rockets")
ADJACENT = frozenset(
    {"on", "at", "upon", "to", "up", "off", "out", "back", "down", "over", "through", "fire", "control"}
)
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})


def _contiguous(head: Token, words: Sequence[str]) -> tuple[int, int] | None:
    """Token span of a multiword noun that ends in `head`, hyphens skipped."""
    i = head.i - 1
    for word in reversed(words[:-1]):
        while i >= 0 and head.doc[i].text in "-–":
            i -= 1
        if i < 0 or word not in (head.doc[i].lower_, normal(head.doc[i])):
            return None
        i -= 1
    return i + 1, head.i + 1


def _with_complement(head: Token, words: Sequence[str], roles: Roles) -> tuple[int, int] | None:
    """Token span of a verb with its particle, object or following word."""
    if len(words) == 1:
        return head.i, head.i + 1
    ahead = head.doc[head.i + 1 : min(head.i + 1 + len(words) + 5, head.sent.end)]
    want = list(words[1:])
    end = head.i + 1
    for token in ahead:
        if not want or token.is_punct:
            break
        if want[0] in (token.lower_, normal(token)):
            want.pop(0)
            end = token.i + 1
        elif want[0] in ADJACENT:
            break
    if want and len(want) == 1:
        for filler in roles.frame(head).roles.get("object", ()):
            if normal(filler) == want[0] and abs(filler.i - head.i) <= 12:
                return head.i, head.i + 1
        particle = roles.particle(head)
        if particle is not None and particle.lower_ == want[0]:
            return head.i, head.i + 1
    return None if want else (head.i, end)


def _trigger_span(trigger: Trigger, head: Token, roles: Roles) -> tuple[int, int] | None:
    if trigger.verb:
        verbal = (
            head.pos_ in VERBAL or (head.tag_ in ("VBN", "VBD", "VBG", "VBP", "VB", "VBZ")) or roles.is_verbal(head)
        )
        return _with_complement(head, trigger.words, roles) if verbal else None
    if head.pos_ not in NOMINAL or (head.pos_ == "VERB" and not _verbal_noun(head, roles)):
        return None
    if head.pos_ == "ADJ" and (roles.is_verbal(head) or not roles.is_argument(head)):
        return None
    return _contiguous(head, trigger.words)


def _verbal_noun(head: Token, roles: Roles) -> bool:
    """A word tagged as verb that is used as a noun ("Clashes between ...", "killed in the firing")."""
    return not roles.auxiliaries(head) and (head.tag_ == "VBG" or roles.is_argument(head))


def _named(head: Token) -> bool:
    """The word is part of a name of a person, organisation or work rather than a description."""
    return (
        head.ent_type_ in ("ORG", "PERSON", "WORK_OF_ART", "FAC") and head.pos_ == "PROPN" and not head.text.isupper()
    )


def _excluded(rule: Rule, head: Token, frame: Frame, lemmas: frozenset[str]) -> bool:
    unless = rule.unless
    checks = (
        (unless.subject, frame.roles.get("subject", ())),
        (unless.object, frame.roles.get("object", ())),
        (unless.modifier, frame.roles.get("modifier", ())),
        (unless.of, frame.roles.get("prep:of", ())),
    )
    if any(words and any(normal(t) in words or t.lower_ in words for t in found) for words, found in checks):
        return True
    if unless.modifier and head.i > head.sent.start and head.nbor(-1).lower_ in unless.modifier:
        return True
    return bool(unless.sentence) and not lemmas.isdisjoint(unless.sentence)


def _fill(slot: Slot, frame: Frame, scene: Scene, head: Token) -> tuple[ActorMention, ...]:
    """Parties in the first role of the slot that holds a suitable filler."""
    for role in slot.roles:
        names = [r for r in frame.roles if r.startswith("prep:")] if role == "prep:*" else [role]
        found: list[ActorMention] = []
        for name in names:
            for token in frame.roles.get(name, ()):
                if token.i == head.i:
                    continue
                party = scene.state(token) if "state" in slot.types else scene.party(token)
                if party is not None and scene.suits(token, party, slot.types):
                    found.append(party)
        if found:
            return tuple(found)
    return ()


def _whole_frame(roles: Roles, head: Token, span: tuple[int, int]) -> Frame:
    """The frame of the trigger; a noun inside it ("took control of Gao") lends its prepositional arguments."""
    frame = roles.frame(head)
    last = head.doc[span[1] - 1]
    if last.i <= head.i or last.pos_ != "NOUN":
        return frame
    lent = {role: found for role, found in roles.frame(last).roles.items() if role.startswith("prep:")}
    own = {role: tuple(t for t in found if t.i != last.i) for role, found in frame.roles.items()}
    return Frame(head, frame.passive, {**lent, **{role: found for role, found in own.items() if found}})


def _candidate(
    trigger: Trigger, head: Token, scene: Scene, lemmas: frozenset[str], sentence: int
) -> EventMention | None:
    rule = trigger.rule
    span = _trigger_span(trigger, head, scene.roles)
    if span is None:
        return None
    if not trigger.verb and "of" in trigger.words:
        head = head.doc[span[0]]  # "exchange of fire": the first noun governs the arguments
    frame = _whole_frame(scene.roles, head, span)
    if _excluded(rule, head, frame, lemmas) or (rule.only and lemmas.isdisjoint(rule.only)):
        return None
    actors = _fill(rule.actor, frame, scene, head)
    targets = _fill(rule.target, frame, scene, head)
    targets = tuple(t for t in targets if all(t.head != a.head for a in actors))
    if (rule.actor.required and not actors) or (rule.target.required and not targets):
        return None
    targets = _real_targets(trigger, targets, frame, scene, head)
    actors = tuple(a for a in actors if not scene.is_munition(head.doc[a.head]))
    mention = EventMention(
        rule_id=rule.id,
        event_type=trigger.event_type,
        sub_event_type=rule.sub_event_type,
        level=rule.level,
        start=span[0],
        end=span[1],
        head=head.i,
        sentence=sentence,
        actors=actors,
        targets=targets,
        weapons=scene.weapons(head, span),
        place=scene.place(head, frame),
        date=scene.date(head),
        casualties=scene.casualties_of(head),
        reference=scene.refers_back(head),
        in_title=scene.in_title(head),
        rules=(rule.id,),
    )
    if rule.any_of and not any(_has(mention, name) for name in rule.any_of):
        return dataclasses.replace(mention, anaphor=True) if mention.reference and not trigger.verb else None
    return mention


def _real_targets(
    trigger: Trigger, targets: tuple[ActorMention, ...], frame: Frame, scene: Scene, head: Token
) -> tuple[ActorMention, ...]:
    """Targets without what is only the place of the event, plus the opponent."""
    rule = trigger.rule
    if rule.target_is_place:
        targets = tuple(t for t in targets if t.armed)
    elif not trigger.verb:
        targets = tuple(t for t in targets if scene.place_of_party(t) is None)
    if rule.opponent is not None:
        targets = (*targets, *_fill(rule.opponent, frame, scene, head))
    return targets


def _has(mention: EventMention, name: str) -> bool:
    return bool(
        {
            "actor": mention.actors,
            "target": mention.targets,
            "weapon": mention.weapons,
            "place": mention.place,
            "date": mention.date,
            "casualty": mention.casualties,
        }[name]
    )


def refine(mention: EventMention, book: RuleBook, scene: Scene, lemmas: frozenset[str]) -> EventMention:
    """The mention with its sub-event type settled by who acts, who suffers, and with what; first refinement wins."""
    for r in book.refinements:
        if mention.sub_event_type not in r.given:
            continue
        if r.actor_kinds and not any(a.kind in r.actor_kinds for a in mention.actors):
            continue
        if r.target_kinds and not any(t.kind in r.target_kinds for t in mention.targets):
            continue
        if r.no_target_kinds and any(t.kind in r.no_target_kinds for t in mention.targets):
            continue
        if r.armed_target is not None and not _all_armed(mention.targets, armed=r.armed_target):
            continue
        if r.armed_actor is not None and not _all_armed(mention.actors, armed=r.armed_actor):
            continue
        if r.weapons and not any(scene.weapon_class(start, end) in r.weapons for start, end in mention.weapons):
            continue
        if r.target_words and not any(_phrase_has(scene, t, r.target_words) for t in mention.targets):
            continue
        if r.actor_words and not any(_phrase_has(scene, a, r.actor_words) for a in mention.actors):
            continue
        if r.words and lemmas.isdisjoint(r.words):
            continue
        return dataclasses.replace(
            mention, sub_event_type=r.to, event_type=EVENT_TYPE_OF[r.to], rules=(*mention.rules, r.id)
        )
    return mention


def _phrase_has(scene: Scene, party: ActorMention, words: Sequence[str]) -> bool:
    return any(normal(t) in words or t.lower_ in words for t in scene.parsed.doc[party.start : party.end])


def _all_armed(parties: Sequence[ActorMention], *, armed: bool) -> bool:
    people = [p for p in parties if p.kind != ActorKind.OBJECT]
    return bool(people) and all(bool(p.armed) == armed for p in people)


def _sentence_mentions(sentence: Span, index: int, scene: Scene, book: RuleBook) -> Iterator[EventMention]:
    lemmas = frozenset(normal(t) for t in sentence) | frozenset(t.lower_ for t in sentence)
    if scene.off_topic(lemmas):
        return
    taken: set[int] = set()
    found: list[EventMention] = []
    for head in sentence:
        if _named(head) or scene.in_date(head):
            continue
        forms = dict.fromkeys((normal(head), head.lower_))  # "firing" the noun keeps its form, the verb has a lemma
        triggers = [trigger for form in forms for trigger in book.triggers.get(form, ())]
        for trigger in triggers:
            mention = _candidate(trigger, head, scene, lemmas, index)
            if mention is not None:
                found.append(mention)
                break
    for mention in sorted(found, key=lambda m: (-(m.end - m.start), -m.level, m.start)):
        if taken.isdisjoint(range(mention.start, mention.end)):
            taken.update(range(mention.start, mention.end))
            yield refine(mention, book, scene, lemmas)


def match(parsed: Parsed, scene: Scene, book: RuleBook) -> tuple[EventMention, ...]:
    """Event mentions of a parsed article, in text order."""
    out: list[EventMention] = []
    for index, sentence in enumerate(parsed.doc.sents):
        out.extend(sorted(_sentence_mentions(sentence, index, scene, book), key=lambda m: m.start))
    return tuple(out)
