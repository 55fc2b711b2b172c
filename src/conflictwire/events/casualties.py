"""Tolls: how many people were killed, wounded, missing, abducted, detained or displaced, by whose count."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention, Parsed, Quantity
from conflictwire.entities.words import children_of, sentence_of, words_of
from conflictwire.events.claim_words import CasualtyWords, casualty_words
from conflictwire.events.mentions import CasualtyMention
from conflictwire.events.roles import Roles, normal
from conflictwire.events.rules import load_rules
from conflictwire.events.status import status_of
from conflictwire.events.syntax import OBJECT
from conflictwire.events.toll_nouns import TollNounFinder
from conflictwire.events.tolls import tied
from conflictwire.events.victims import Victims
from conflictwire.events.weapons import craft_words
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind, CasualtyKind, CasualtyWho, Status

__all__ = ["find_casualties"]

LARGEST_TOLL = 5_000_000
WITHIN = 7
SENTENCE_ENDS = (".", "!", "?")
SUBSET_REACH = 4
# words between the commas around a part of those counted
LONGEST_PART = 12
SINGULAR_OWNERS = ("his", "her")
VERBS = ("VERB", "AUX")
NAMED_REBELS = (ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.COMMUNAL_GROUP)
# harm so told has not come about ("tried to kill two judges")
UNREAL = (Status.ATTEMPTED, Status.THREATENED)
REBELS = (ActorKind.REBEL_GROUP, ActorKind.UNIDENTIFIED, ActorKind.POLITICAL_MILITIA, ActorKind.COMMUNAL_GROUP)


class _VerbFinder:
    """Tolls given by verbs of harm."""

    def __init__(self, victims: Victims, resources: Resources) -> None:
        self.victims, self.parsed, self.roles, self.words = victims, victims.parsed, victims.roles, victims.words
        self.verbs = resources.lexicon("casualty_verbs")
        self.subject_verbs = resources.lexicon("casualty_subject_verbs")
        with_word = (verb for entry in self.words.with_word for verb in entry.verbs)
        self.harmful = frozenset((*self.words.manner_verbs, *with_word, *self.verbs, *self.subject_verbs))

    def kind_of(self, verb: Token) -> tuple[CasualtyKind, str] | None:
        """What a verb does to the people in which of its roles."""
        lemma = normal(verb)
        following = {t.lower_ for t in verb.doc[verb.i + 1 : min(verb.i + WITHIN, sentence_of(verb).end)]}
        before = {c.lower_ for c in children_of(verb)}
        deadly = not self.words.deadly_manner.isdisjoint(following | before)
        if lemma in self.words.manner_verbs:
            return (CasualtyKind.KILLED, "object") if deadly else self._wounding(lemma)
        for entry in self.words.with_word:
            if lemma in entry.verbs and not entry.words.isdisjoint(following | {verb.lower_}):
                return entry.kind, entry.role
        if lemma in self.words.not_alone:
            return None
        if lemma in self.verbs:
            return self._by_whom(CasualtyKind(self.verbs[lemma]), verb), "object"
        return (CasualtyKind(self.subject_verbs[lemma]), "subject") if lemma in self.subject_verbs else None

    def _wounding(self, lemma: str) -> tuple[CasualtyKind, str] | None:
        """Without "dead" or "to death" a shooting or stabbing wounds."""
        return (CasualtyKind.WOUNDED, "object") if lemma in self.verbs else None

    def _by_whom(self, kind: CasualtyKind, verb: Token) -> CasualtyKind:
        """Captives of rebels are abducted, those of a state detained."""
        if kind != CasualtyKind.DETAINED:
            return kind
        captors = REBELS if normal(verb) not in self.words.arresting else NAMED_REBELS
        doers = (self.victims.party(t) for t in self.roles.frame(verb).roles.get("subject", ()))
        return CasualtyKind.ABDUCTED if any(p is not None and p.kind in captors for p in doers) else kind

    def find(self, verb: Token) -> Iterator[CasualtyMention]:
        """Tolls of those in the harmed role of a verb."""
        found = self.kind_of(verb)
        if found is None or self.roles.negated(verb):
            return
        kind, role = found
        claimed = False
        harmed = self._across_subset(verb) if role == "object" else ()
        harmed = harmed or self._harmed(verb, role)
        counted = {t.i for filler in harmed for t in self.victims.sharing(filler)}
        for filler in harmed:
            silent = (self._is_state(filler) and kind != CasualtyKind.KILLED) or filler.i in counted
            claim = None if silent else self.victims.claim(filler, verb, kind)
            if claim is not None and not (kind == CasualtyKind.DISPLACED and self._escapes(claim)):
                claimed = claimed or filler.lower_ not in self.words.counts.reflexives
                yield claim
                yield from self._listed(claim, verb, {t.i for t in harmed})
        nearby = None if claimed or role != "object" else self._right_after(verb)
        if nearby is not None:
            yield self.victims.mention(nearby, (nearby.start, max(nearby.end, nearby.head + 1)), verb, kind, None)

    @staticmethod
    def _escapes(claim: CasualtyMention) -> bool:
        """Who gets away is not displaced: one person, or those who fought ("the gunmen fled")."""
        return claim.high == 1 or claim.who not in (CasualtyWho.CIVILIANS, CasualtyWho.UNKNOWN)

    def _listed(self, claim: CasualtyMention, verb: Token, known: set[int]) -> Iterator[CasualtyMention]:
        """The next count of a list that the parse lost ("killed a commander and six other people, a day ...")."""
        doc = self.parsed.doc
        if claim.end + 1 >= len(doc) or doc[claim.end].lower_ != "and" or claim.start < verb.i:
            return
        quantity = next((q for q in self.parsed.quantities if q.start == claim.end + 1), None)
        if quantity is None or quantity.head in known or quantity.start in self.victims.in_date:
            return
        head = doc[quantity.head]
        after = doc[quantity.head + 1] if quantity.head + 1 < len(doc) else head
        if head.pos_ == "NOUN" and (after.is_punct or after.pos_ == "ADP"):
            listed = self.victims.claim(head, verb, claim.kind)
            if listed is not None:
                yield listed

    def _harmed(self, verb: Token, role: str) -> tuple[Token, ...]:
        """Those harmed; verbs that take no object have their subject even where the tagger sees a participle."""
        roles = self.roles.frame(verb).roles
        found = self._beside(verb) or roles.get(role, ())
        if not found and role == "object" and verb.dep_ == "conj":  # "killed and injured civilians"
            found = tuple(t for t in self.roles.frame(verb.head).roles.get("object", ()) if t.i > verb.i)
        parted = [t for t in found if any(w.text == ";" for w in verb.doc[t.i : verb.i])]
        found = tuple(t for t in found if t not in parted) or found
        if not found and normal(verb) in self.subject_verbs:
            return roles.get("object", ())
        return tuple(dict.fromkeys(t for filler in found for t in (filler, *self._kin(filler))))

    def _across_subset(self, verb: Token) -> tuple[Token, ...]:
        """Those counted before a part of them set off by commas ("six people, four of them gunmen, were killed")."""
        doc, start = self.parsed.doc, sentence_of(verb).start
        if verb.tag_ != "VBN":
            return ()
        close = verb.i - 1
        while close > start and doc[close].pos_ == "AUX":
            close -= 1
        if close == verb.i - 1 or doc[close].text != ",":
            return ()
        comma = next((i for i in range(close - 1, max(start, close - LONGEST_PART), -1) if doc[i].text == ","), None)
        if comma is None or comma - start <= 1:
            return ()
        part = [t.lower_ for t in doc[comma + 1 : close]]
        of_them = any(a == "of" and b in self.words.subsets.them for a, b in pairwise(part))
        whole = self.victims.quantities.get(comma - 1)
        if whole is None or not (of_them or part[0] in self.words.subsets.before):
            return ()
        return (doc[whole.head],)

    def _kin(self, filler: Token) -> tuple[Token, ...]:
        """Whom the parse takes for more of what the person is ("a candidate for the council and his driver")."""
        deeper = (t for t in filler.subtree if t.dep_ == "conj" and t.head.i > filler.i and t.pos_ == "NOUN")
        return tuple(
            t
            for t in deeper
            if any(c.dep_ == "nmod:poss" and c.lower_ in SINGULAR_OWNERS for c in children_of(t))
            and (party := self.victims.party(t)) is not None
            and party.person
        )

    def _beside(self, verb: Token) -> tuple[Token, ...]:
        """The subject of a second passive verb that the parse hangs on the first ("one was killed and four hurt")."""
        if verb.dep_ != "conj" or verb.tag_ != "VBN" or any(c.dep_.startswith("nsubj") for c in children_of(verb)):
            return ()
        between = (c for c in children_of(verb.head) if c.dep_ == "conj" and verb.head.i < c.i < verb.i)
        return tuple(c for c in between if c.pos_ in ("NOUN", "NUM") and c.i in self.victims.quantities)[-1:]

    def _is_state(self, filler: Token) -> bool:
        """The noun says what people were taken or left as ("hostage"), not who they were."""
        return any(filler.lower_ in entry.words and not entry.people for entry in self.words.with_word)

    def _right_after(self, verb: Token) -> Quantity | None:
        """The count right after an active verb or after its "himself and", for where the parse lost the object."""
        doc = self.parsed.doc
        i = verb.i + 1
        if i + 1 < len(doc) and doc[i].lower_ in self.words.counts.reflexives and doc[i + 1].lower_ == "and":
            i += 2
        quantity = next((q for q in self.parsed.quantities if i <= q.start <= i + 1 and q.high != 0), None)
        if quantity is None or quantity.start in self.victims.in_date:
            return None
        head = doc[quantity.head]
        if head.pos_ != "NUM" and normal(head) not in self.words.personless:
            return None
        if any(t.pos_ in ("ADP", "ADV", "AUX") or t.is_punct for t in doc[i : quantity.start]):
            return None
        return quantity


def _is_subset(mention: CasualtyMention, earlier: CasualtyMention | None, parsed: Parsed, words: CasualtyWords) -> bool:
    """Part of a toll already given: "two of them children", "including three police", "two of the dead".

    Args:
        mention: the toll.
        earlier: the toll told before it.
        parsed: the article.
        words: the word lists.
    """
    doc, subsets, predicate = parsed.doc, words.subsets, parsed.doc[mention.predicate]
    before = [t.lower_ for t in doc[max(0, mention.start - 2) : mention.start]]
    behind = min(mention.end, max(mention.head, mention.start) + 1)
    after = [t.lower_ for t in doc[behind : min(mention.end + SUBSET_REACH, len(doc))]]
    if [t.lower_ for t in doc[max(0, mention.predicate - 2) : mention.predicate]] == ["among", "the"]:
        return predicate.lower_ in subsets.among and mention.start < predicate.i
    whole = before[-1:] == ["among"] or before == ["among", "the"]
    whole = whole and predicate.dep_ == "acl" and predicate.i > mention.start  # "among 31 killed"
    if (not subsets.before.isdisjoint(before) and not whole) or (before[:1] == ["of"] and before[1] in subsets.them):
        return True
    if after[:1] == ["of"] and not subsets.of.isdisjoint(after[1:3]):
        among_dead = earlier is not None and earlier.kind == CasualtyKind.KILLED and after[1] in subsets.them
        hit = doc[mention.head].dep_ in OBJECT and doc[mention.head].head.i == predicate.i  # "killing ten of them"
        if hit and (earlier is None or not _told_before(earlier, mention, parsed)):
            return False
        return among_dead or normal(predicate) not in subsets.dying
    if after[:1] == ["of"] and predicate.dep_ == "acl" and predicate.i > mention.start:
        return True
    passive = doc[mention.predicate].i > mention.start or doc[mention.predicate].i < mention.end
    return passive and any(w in subsets.behind for w in after[:3]) and "those" in after


def _told_before(known: CasualtyMention, mention: CasualtyMention, parsed: Parsed) -> bool:
    """The toll stands in the sentence of another or in the next one of its paragraph."""
    doc = parsed.doc
    between = doc[known.end : sentence_of(doc[mention.head]).start]
    same_paragraph = not any("\n" in t.whitespace_ or "\n" in t.text for t in between)
    return same_paragraph and sum(t.text in SENTENCE_ENDS for t in between) <= 1


def _distinct(
    mentions: Iterable[CasualtyMention], another: Callable[[CasualtyMention], bool]
) -> Iterator[CasualtyMention]:
    """Each count of a kind once; whoever died of wounds is dead, not wounded."""
    mentions = list(mentions)
    dead = {m.head for m in mentions if m.kind == CasualtyKind.KILLED}
    late = {m.entity for m in mentions if m.kind == CasualtyKind.KILLED and m.high == 1 and m.entity is not None}
    seen: set[tuple[int, CasualtyKind]] = set()
    for mention in mentions:
        same = mention.head in dead or (mention.high == 1 and mention.entity in late and not another(mention))
        uncounted = mention.low is None and mention.high is None  # "killed and injured civilians"
        if mention.kind == CasualtyKind.WOUNDED and same and not uncounted:
            continue
        if mention.kind == CasualtyKind.ABDUCTED and mention.head in dead:  # "beheaded a hostage"
            continue
        if (mention.head, mention.kind) not in seen:
            seen.add((mention.head, mention.kind))
            yield mention


def find_casualties(
    parsed: Parsed, roles: Roles, party: Callable[[Token], ActorMention | None], resources: Resources
) -> tuple[CasualtyMention, ...]:
    """Tolls of an article, in text order; subsets ("including three children") and absurd numbers left out.

    Args:
        parsed: the article.
        roles: its frames.
        party: gives the party of a noun token.
        resources: data files (`claims/casualties.toml`, lexicons of casualty verbs and nouns).
    """
    words = casualty_words(resources)
    victims = Victims(
        parsed=parsed,
        roles=roles,
        party=party,
        words=words,
        collectives=frozenset(resources.lexicon("collective_nouns")),
        craft=craft_words(resources),
        quantities={q.head: q for q in parsed.quantities},
        in_date=frozenset(i for d in parsed.dates for i in range(d.start, d.end)),
    )
    nouns, verbs = TollNounFinder(victims, resources), _VerbFinder(victims, resources)
    found: list[CasualtyMention] = []
    known = words_of(parsed.doc)
    for token, lower, lemma in zip(known.tokens, known.lower, known.normals, strict=True):
        nouns.latest = found[-1].kind if found else None
        of_noun = list(nouns.find(token)) if lower in nouns.telling or lemma in nouns.telling else []
        found.extend(of_noun)
        counted = any(m.high != 0 for m in of_noun)
        if not counted and lemma in verbs.harmful and (token.pos_ in VERBS or token.tag_ in ("VBN", "VBD")):
            found.extend(verbs.find(token))
    book = load_rules(resources)
    kept: list[CasualtyMention] = []
    for mention in found:
        if mention.high != 0 and status_of(parsed.doc[mention.predicate], roles, resources) in UNREAL:
            continue
        earlier = kept[-1] if kept else None
        absurd = max(mention.low or 0, mention.high or 0) > LARGEST_TOLL
        if not absurd and not _is_subset(mention, earlier, parsed, words):
            sentence = sentence_of(parsed.doc[mention.head])
            lasting = any(normal(t) in words.lasting for t in sentence)
            home = tied(mention, parsed, roles, book)
            kept.append(dataclasses.replace(home, lasting=lasting, sentence=sentence.start))

    def another(mention: CasualtyMention) -> bool:
        return parsed.doc[mention.start].lower_ in words.counts.ordinals

    return tuple(sorted(_distinct(kept, another), key=lambda m: (m.start, m.kind)))
