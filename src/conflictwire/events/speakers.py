"""The parties that speak: subjects of verbs of saying, sources after "according to", owners of statements, outlets."""

import dataclasses
from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from conflictwire.entities.parsed import ActorMention
from conflictwire.entities.words import children_of, sentence_of, words_of
from conflictwire.events.claim_words import attribution_words
from conflictwire.events.roles import normal
from conflictwire.events.scene import Scene
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind, CasualtyKind

__all__ = ["PERSONAL", "Speakers"]

LONGEST_SPEAKER = 14
LONGEST_TITLE = 9
LONGEST_PHRASE = 4
PERSONAL = frozenset({"he", "she", "they", "it"})
FIRST_PERSON = frozenset({"i", "we"})
REMEMBERED = 6
PLURAL = ("NNS", "NNPS")
# words between a speaker and "the statement" that is his
STATEMENT_REACH = 80
# those counted so do not speak of it
SILENCED = (CasualtyKind.KILLED, CasualtyKind.WOUNDED)
# entity numbers below zero link a party to nobody
UNLINKED = -2
TITLES = frozenset({"compound", "amod", "nmod:desc", "flat", "nmod:unmarked"})


class Speakers:
    """Finds speakers; remembers those found, in text order, for pronouns and titles that coreference left alone."""

    def __init__(self, scene: Scene, resources: Resources) -> None:
        self._scene = scene
        self._words = attribution_words(resources)
        self._openings = frozenset(phrase.split(" ")[0] for phrase in self._words.source_prepositions)
        harmed = (c for c in scene.casualties if c.kind in SILENCED and c.high != 0)
        self._harmed = {i for c in harmed for i in (c.head, *range(c.start, c.end))}
        self._recent: list[ActorMention] = []
        self._nominal: dict[int, ActorMention] = {}
        for actor in scene.parsed.actors:
            if scene.parsed.doc[actor.head].pos_ != "PRON":
                self._nominal.setdefault(actor.entity, actor)

    def remember(self, speakers: Iterable[ActorMention]) -> None:
        """Notes speakers as the latest ones."""
        self._recent = [*self._recent, *speakers][-REMEMBERED:]

    def of_verb(self, verb: Token) -> list[ActorMention]:
        """Parties that are the subject of a verb of saying ("no group has said so" has none)."""
        found: list[ActorMention] = []
        for token in self._scene.roles.frame(self._outer(verb)).roles.get("subject", ()):
            misread = verb.lower_ in self._words.outlet_verbs and verb.tag_ == "VBZ" and token.tag_ == "NNS"
            if token.i != verb.i and not self._scene.roles.negated(token) and not misread:
                found.extend(self._speaker(token))
        return found

    def _outer(self, verb: Token) -> Token:
        """The verb whose subject speaks: in "police say two died, and said ..." the police say both."""
        told = verb.head
        inside = verb.dep_ == "conj" and told.dep_ == "ccomp" and not any(c.dep_ == "nsubj" for c in children_of(verb))
        return told.head if inside and normal(verb) == normal(told.head) else verb

    def _speaker(self, token: Token) -> Iterator[ActorMention]:
        if token.lower_ in PERSONAL or token.lower_ in FIRST_PERSON:
            known = self._antecedent(token)
            if known is not None:
                yield known
            return
        if token.ent_type_ in ("DATE", "TIME") or normal(token) in self._words.impersonal or token.i in self._harmed:
            return
        if normal(token) in self._words.documents:
            yield from self.owners(token) or self._of_known_text(token)
            return
        party = self._scene.state(token)
        if party is not None and self._can_speak(party):
            yield self._in_person(self._with_title(self._named(self._known_by_title(party))))

    def _can_speak(self, party: ActorMention) -> bool:
        """People and bodies speak, things do not; a place stands for who rules or sits there ("Damascus said")."""
        head = self._scene.parsed.doc[party.head]
        if party.kind == ActorKind.OBJECT:
            return normal(head) in self._words.outlets or self._scene.place_of_party(party) is not None
        belongs = (self._scene.party(c) for c in children_of(head) if c.dep_ == "compound")
        forces = any(p is not None and p.armed for p in belongs) and not self._scene.is_event_noun(head)
        known = party.kind is not None or party.person or party.proper or forces
        return known or normal(head) in self._words.outlets or head.pos_ != "NOUN"

    def _in_person(self, party: ActorMention) -> ActorMention:
        """A person known by the group that he speaks for ("M23 spokesman Willy Ngoma") is himself, not the group."""
        doc = self._scene.parsed.doc
        head, before = doc[party.head], doc[party.start : party.head]
        named = head.ent_type_ == "PERSON" or (head.pos_ == "PROPN" and any(t.pos_ == "NOUN" for t in before))
        if party.actor_id is None or not named or head.text in party.name.split():
            return party
        return dataclasses.replace(
            party, name=doc[party.start : party.end].text, actor_id=None, entity=UNLINKED - party.head
        )

    def _antecedent(self, pronoun: Token) -> ActorMention | None:
        party = self._scene.party(pronoun)
        linked = None if party is None else self._nominal.get(party.entity)
        person = pronoun.lower_ in ("he", "she")
        if person and linked is not None and not linked.person and linked.kind is not None:
            linked = None  # a state is no "he"
        spoken = linked is not None and any(p.entity == linked.entity for p in self._recent)
        lately = None if spoken or person else self._spoke_last(pronoun)
        if lately is not None:
            return lately
        if linked is not None and (spoken or not person or linked.proper):
            return linked
        if pronoun.lower_ in FIRST_PERSON:
            return linked
        fitting = (p for p in reversed(self._recent) if not person or p.person or p.kind is None)
        return next(fitting, linked)

    def _spoke_last(self, pronoun: Token) -> ActorMention | None:
        """Who spoke in this sentence or the one before, where number allows it ("Officials said ... They said ...")."""
        doc, begin = self._scene.parsed.doc, sentence_of(pronoun).start
        begin = sentence_of(doc[begin - 1]).start if begin else 0
        last = self._recent[-1] if self._recent and self._recent[-1].start >= begin else None
        if last is None or pronoun.lower_ not in ("they", "it"):
            return None
        head = doc[last.head]
        many = head.tag_ in PLURAL or head.lower_ in self._words.plural_speakers
        one = head.tag_ in ("NN", "NNP") and head.ent_type_ != "PERSON" and not many
        return last if (many if pronoun.lower_ == "they" else one) else None

    def _of_known_text(self, document: Token) -> tuple[ActorMention, ...]:
        """Whose a statement is that the text takes up ("The statement said"): of those who spoke last."""
        definite = any(c.lower_ == "the" for c in children_of(document))
        taken_up = definite and normal(document) in self._words.taken_up
        near = [p for p in self._recent[-1:] if document.i - p.start <= STATEMENT_REACH]
        return tuple(near) if taken_up else ()

    def _known_by_title(self, party: ActorMention) -> ActorMention:
        """The speaker named before whom a bare title means ("the spokesman added")."""
        head = self._scene.parsed.doc[party.head]
        definite = any(c.lower_ == "the" for c in children_of(head))
        if party.proper or head.tag_ != "NN" or party.end - party.start > 1 or not definite:
            return party
        for known in reversed(self._recent):
            if known.proper and known.start < party.start and head.lower_ in self._title_words(known):
                return known
        return party

    def _title_words(self, speaker: ActorMention) -> set[str]:
        """Words of a speaker's phrase and of the description behind it ("Musa Bala, a police spokesman")."""
        doc = self._scene.parsed.doc
        words = {t.lower_ for t in doc[speaker.start : speaker.end]}
        if speaker.end < len(doc) and doc[speaker.end].text == ",":
            for token in doc[speaker.end + 1 : speaker.end + LONGEST_TITLE]:
                if token.is_punct or token.pos_ in ("VERB", "AUX"):
                    break
                words.add(token.lower_)
        return words

    def _named(self, party: ActorMention) -> ActorMention:
        """The name that stands in apposition to a description ("the minister, Ali Hassan, said")."""
        doc = self._scene.parsed.doc
        if party.proper and party.person:
            return party
        for token in self._scene.roles.appositions(doc[party.head]):
            named = self._scene.party(token)
            if named is not None and named.proper and token.ent_type_ in ("PERSON", ""):
                return named
        at = self._past_brackets(party.end)
        if at < len(doc) and doc[at].text == ",":
            at += 1
        if party.end < at < len(doc) and doc[at].ent_type_ == "PERSON":
            named = self._scene.party(doc[at])
            if named is not None and named.proper and named.start == at:
                return named
        return party

    def _past_brackets(self, i: int) -> int:
        """Behind an abbreviation in brackets ("Senior Superintendent of Police (SSP) Pitambar Adhikari")."""
        doc = self._scene.parsed.doc
        if i + 2 < len(doc) and doc[i].text in "([" and doc[i + 2].text in ")]":
            return i + 3
        return i

    def _with_title(self, party: ActorMention) -> ActorMention:
        """A name with the title before it ("police spokesman Ali Hassan")."""
        doc, start = self._scene.parsed.doc, party.start
        if not party.proper or doc[party.head].ent_type_ != "PERSON":
            return party
        while (
            start > max(sentence_of(doc[party.head]).start, party.start - LONGEST_TITLE)
            and doc[start - 1].dep_ in TITLES
        ):
            if doc[start - 1].pos_ not in ("NOUN", "PROPN", "ADJ"):
                break
            start -= 1
        return dataclasses.replace(party, start=start)

    def of_quoting(self, verb: Token) -> tuple[ActorMention, ...]:
        """Who quotes and who is quoted: "SANA quoted a military source as saying"."""
        frame = self._scene.roles.frame(verb)
        quoted = [p for t in frame.roles.get("object", ()) for p in self._speaker(t)]
        return (*self.of_verb(verb), *quoted)

    def owners(self, document: Token) -> tuple[ActorMention, ...]:
        """Whose a statement is: "the army's statement", "a police statement", "a statement by the governor"."""
        frame = self._scene.roles.frame(document)
        for role in ("possessor", "prep:by", "prep:from", "prep:of", "modifier"):
            found = [
                p
                for t in frame.roles.get(role, ())
                if (t.pos_ in ("NOUN", "PROPN") or t.lower_ in self._words.adjectival)
                and (p := self._scene.party(t)) is not None
                and p.kind != ActorKind.OBJECT
            ]
            adjectival = self._words.adjectival
            known = [p for p in found if p.kind is not None or p.proper or p.name.lower() in adjectival]
            if known:
                return tuple(known)
        return self._issuers(document)

    def _issuers(self, document: Token) -> tuple[ActorMention, ...]:
        """Who put a statement out ("a statement issued by the army", "a letter ..., signed by a rebel group")."""
        issuing = (c for c in children_of(document) if c.dep_ == "acl" and c.tag_ == "VBN" and c.i > document.i)
        by = (t for verb in issuing for t in self._scene.roles.frame(verb).roles.get("subject", ()) if t.i > verb.i)
        parties = [p for t in by if (p := self._scene.state(t)) is not None and p.kind != ActorKind.OBJECT]
        return tuple(p for p in parties if p.kind is not None or p.proper)

    def listed_before(self, speaker: ActorMention, sentence: Span) -> tuple[ActorMention, ...]:
        """The first of two speakers that the parse takes for more of those harmed (", police and medics said")."""
        doc = self._scene.parsed.doc
        at = speaker.start - 1
        while at > sentence.start and doc[at].pos_ == "DET":
            at -= 1
        if doc[at].lower_ != "and":
            return ()
        comma = next((i for i in range(at - 1, max(sentence.start, at - LONGEST_TITLE), -1) if doc[i].is_punct), None)
        if comma is None or doc[comma].text != "," or comma + 1 >= at or not self._begins_name(doc[comma + 1 : at]):
            return ()
        party = self._scene.party(doc[at - 1])
        if party is None or party.start <= comma or not self._can_speak(party) or party.kind == ActorKind.OBJECT:
            return ()
        return (self._with_title(self._named(party)),)

    def source_phrase(self, token: Token) -> list[str]:
        """The words of the phrase that names a source and begins at a token ("according to"); none elsewhere."""
        lower = words_of(token.doc).lower
        if lower[token.i] not in self._openings:
            return []
        for length in range(LONGEST_PHRASE, 0, -1):
            words = lower[token.i : token.i + length]
            if " ".join(words) in self._words.source_prepositions:
                return words
        return []

    def after_preposition(self, token: Token, sentence: Span) -> tuple[ActorMention, ...]:
        """Sources behind "according to"."""
        doc = self._scene.parsed.doc
        start = token.i + len(self.source_phrase(token))
        stop = min(start + LONGEST_SPEAKER, sentence.end)
        end = next((t.i for t in doc[start:stop] if t.text in (",", ";", "(", "[", ".")), stop)
        head = token.head if token.dep_ in ("case", "mark") else None
        nominal = (
            head if head is not None and start <= head.i < stop and head.pos_ in ("NOUN", "PROPN", "PRON") else None
        )
        if nominal is None:
            first = self._first_party(doc[start:end])
            return () if first is None else (self._named(first),)
        return tuple(p for t in self._scene.roles.conjuncts(nominal) for p in self._speaker(t))

    def after(self, verb: Token, sentence: Span) -> tuple[ActorMention, ...]:
        """The speaker behind an inverted verb of saying ("..., said Musa Bala")."""
        doc = self._scene.parsed.doc
        party = self._first_party(doc[verb.i + 1 : min(verb.i + LONGEST_TITLE, sentence.end)])
        return () if party is None else (self._named(party),)

    def before(self, verb: Token, sentence: Span) -> tuple[ActorMention, ...]:
        """The speaker right before a verb of saying to which the parse gives no subject."""
        doc = self._scene.parsed.doc
        start = max(sentence.start, verb.i - LONGEST_SPEAKER)
        comma = next((t.i for t in reversed(doc[start : verb.i]) if t.is_punct), start - 1)
        party = self._first_party(doc[comma + 1 : verb.i])
        return () if party is None else (self._named(party),)

    def between(self, start: int, verb: Token, sentence: Span) -> tuple[ActorMention, ...]:
        """The speaker between a comma and a verb of saying that closes its clause."""
        after = verb.nbor(1) if verb.i + 1 < sentence.end else None
        closes = after is None or after.is_punct or after.pos_ == "ADP" or after.ent_type_ == "DATE"
        if not closes and normal(verb) != "tell":
            return ()
        party = self._first_party(self._scene.parsed.doc[start : verb.i])
        return () if party is None else (self._named(party),)

    def _begins_name(self, tokens: Span) -> bool:
        """A stretch of text may begin with the name of a speaker."""
        if not 0 < len(tokens) <= LONGEST_SPEAKER or tokens[0].lower_ in self._words.not_speakers:
            return False
        if normal(tokens[0]) in self._words.impersonal and tokens[0].lower_ not in PERSONAL:
            return False
        return not any(t.pos_ in ("VERB", "AUX") and t.tag_ != "VBN" for t in tokens[:3])

    def _first_party(self, tokens: Span) -> ActorMention | None:
        """The party with which a stretch of text begins ("a spokesman for the army": the spokesman)."""
        for token in tokens if self._begins_name(tokens) else ():
            if token.pos_ == "PRON" and token.lower_ in PERSONAL:
                return self._antecedent(token)
            if token.pos_ == "ADP" or token.ent_type_ == "DATE":
                return None
            party = self._scene.party(token) if token.pos_ in ("NOUN", "PROPN") else None
            if party is not None and (party.head == token.i or party.end <= token.i + 1):
                return None if party.kind == ActorKind.OBJECT else party
        return None

    # -- outlets ---------------------------------------------------------------------------------------------------

    def outlet(self, verb: Token, sentence: Span) -> ActorMention | None:
        """Outlet named at the end of the sentence ("..., reports The Daily Star")."""
        if verb.lower_ not in self._words.outlet_verbs:
            return None
        following, before = verb.nbor(1), verb.nbor(-1)
        # wire digests often drop the comma: "... on May 2 reports The Daily Star"
        capitals = self._scene.parsed.document.facts.all_caps
        loose = verb.tag_ != "VBD" and not capitals and (following.text == "The" or before.pos_ == "NUM")
        if not following.text[:1].isupper() or not (before.text == "," or loose):
            return None
        party, begin = (
            self._scene.party(self._end_of_name(following, sentence)),
            following.i + (following.text == "The"),
        )
        if party is None or party.start <= begin:
            return party
        return dataclasses.replace(party, start=begin, name=verb.doc[begin : party.end].text)

    def _end_of_name(self, first: Token, sentence: Span) -> Token:
        """Last word of the name that starts at a token: as tagged, else as far as the capitals go."""
        name = first
        while name.i + 1 < sentence.end and name.nbor(1).text[:1].isupper():
            if name.nbor(1).lower_ in self._words.openers:
                break
            if name.ent_type_ and name.i > first.i and name.nbor(1).ent_iob_ != "I":
                break
            name = name.nbor(1)
        return name
