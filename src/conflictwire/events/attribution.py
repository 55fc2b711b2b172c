"""Who says that it happened, who is blamed and by whom, who denies it."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from spacy.tokens import Span, Token

from conflictwire.entities.parsed import ActorMention
from conflictwire.events.mentions import Attribution
from conflictwire.events.roles import normal
from conflictwire.events.scene import Scene
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind

__all__ = ["attribute"]

IMPERSONAL = frozenset({"it", "that", "which", "this", "there", "what", "who", "toll", "number", "report", "statement"})
SAYING_MEDIA = frozenset({"according to", "per", "as per"})
CLAIM_NOUNS = frozenset({"responsibility", "credit"})
NOT_SPEAKERS = frozenset({"but", "and", "while", "although", "though", "as", "which", "who", "that", "when", "or"})
TERMINAL = (".", "!", "?", "\n")
QUOTE_MARKS = frozenset({'"', "”", "“", "''", "``", "’’", "'"})
QUOTING = frozenset({"quote", "cite"})
SAID = frozenset({"said", "says", "told", "reported", "reports", "reportedly"})
# an event noun that only points at the event told before
POINTERS = frozenset({"incident"})
POINTER_REACH = 2
LONGEST_SPEAKER = 14
OPENERS = frozenset({"according", "in", "on", "the", "a", "an", "earlier", "meanwhile", "police", "however"})
LONGEST_SENTENCE = 150


@lru_cache(maxsize=8)
def _words(resources: Resources) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    denial = frozenset(w for w, kind in resources.lexicon("status_verbs").items() if kind == "denied")
    return frozenset(resources.lexicon("reporting_verbs")), frozenset(resources.lexicon("blame_verbs")), denial


def attribute(start: int, head: Token, scene: Scene, resources: Resources) -> Attribution:
    """Attribution of the event whose trigger starts at token `start` and has the head `head`."""
    reporting, blaming, denying = _words(resources)
    claimed = list(_claimants(head, scene, reporting))
    claimed.extend(_comments(head, scene, reporting))
    claimed.extend(_afterwards(head, scene, reporting))
    claimed.extend(_outlet(head, scene))
    if not claimed:
        claimed = list(_quoted_speaker(start, scene, reporting)) or list(_announced(head, scene, reporting))
    blamed_by, blamed = _blame(head, scene, blaming, reporting)
    denied = [p for verb in _verbs(head, denying) for p in _speakers(verb, scene)]
    responsible = list(_responsible(head, scene))
    return Attribution(
        claimed_by=_unique([*claimed, *responsible]),
        blamed_by=_unique(blamed_by),
        blamed=_unique([*blamed, *responsible]),
        denied_by=_unique(denied),
    )


def _unique(parties: list[ActorMention]) -> tuple[ActorMention, ...]:
    seen: dict[int, ActorMention] = {}
    for party in parties:
        seen.setdefault(party.entity, party)
    return tuple(seen.values())


def _sentence(head: Token) -> Span:
    """The sentence of a token, joined with neighbours from which the parser cut it without a full stop between."""
    doc, span = head.doc, head.sent
    while span.start > 0 and len(span) < LONGEST_SENTENCE and not _ends(doc[span.start - 1]):
        span = doc[doc[span.start - 1].sent.start : span.end]
    while span.end < len(doc) and len(span) < LONGEST_SENTENCE and not _ends(doc[span.end - 1]):
        span = doc[span.start : doc[span.end].sent.end]
    return span


def _ends(token: Token) -> bool:
    """The token closes a sentence: a full stop, a line break, or a closing quote after one."""
    if token.text in QUOTE_MARKS and token.i:
        token = token.nbor(-1)
    return token.text.endswith(TERMINAL) or "\n" in token.whitespace_ or token.text in (";", ":")


def _verbs(head: Token, lemmas: frozenset[str]) -> Iterator[Token]:
    return (t for t in _sentence(head) if t.pos_ == "VERB" and normal(t) in lemmas and t.i != head.i)


def _speakers(verb: Token, scene: Scene) -> Iterator[ActorMention]:
    """Parties that are the subject of a verb of saying ("no group has said so" has none)."""
    for token in scene.roles.frame(verb).roles.get("subject", ()):
        if normal(token) in IMPERSONAL or token.ent_type_ == "DATE" or scene.roles.negated(token):
            continue
        party = scene.party(token)
        if party is not None and party.kind != ActorKind.OBJECT:
            yield party
            for other in scene.roles.appositions(token):
                named = scene.party(other)
                if named is not None and named.proper and not party.proper:
                    yield named


def _first_party(tokens: Span, scene: Scene) -> ActorMention | None:
    """The party with which a stretch of text begins ("a spokesman for the army": the spokesman)."""
    if not len(tokens) or tokens[0].lower_ in NOT_SPEAKERS or normal(tokens[0]) in IMPERSONAL:
        return None
    if any(t.pos_ in ("VERB", "AUX") and t.tag_ != "VBN" for t in tokens) or len(tokens) > LONGEST_SPEAKER:
        return None
    for token in tokens:
        party = scene.party(token) if token.pos_ in ("NOUN", "PROPN", "PRON") else None
        if token.pos_ == "ADP" or token.ent_type_ == "DATE":
            return None
        if party is not None and (party.head == token.i or party.end <= token.i + 1):
            return None if party.kind == ActorKind.OBJECT else party
    return None


def _comments(head: Token, scene: Scene, reporting: frozenset[str]) -> Iterator[ActorMention]:
    """Speakers of comment clauses after the event: "..., police said on Monday", '..., said X, a spokesman for Y'."""
    sentence = _sentence(head)
    doc = head.doc
    for verb in sentence:
        if (
            verb.i <= head.i
            or (normal(verb) not in reporting and verb.lower_ not in SAID)
            or verb.pos_
            not in (
                "VERB",
                "AUX",
            )
        ):
            continue
        after = doc[verb.i + 1] if verb.i + 1 < sentence.end else None
        before = doc[verb.i - 1]
        commas = [t.i for t in doc[head.i + 1 : verb.i] if t.text == "," or t.text in QUOTE_MARKS]
        if not commas:
            continue
        if (before.text == "," or before.text in QUOTE_MARKS) and verb.tag_ != "VBG":
            # inverted, or a speaker with a description between commas
            party = _first_party(doc[verb.i + 1 : min(verb.i + 8, sentence.end)], scene) if before.i > head.i else None
            edges = [*commas, verb.i]
            earlier = [doc[x + 1 : y] for x, y in pairwise(edges) if y > x + 1]
            if party is None and earlier:
                party = next((p for part in reversed(earlier[-2:]) if (p := _named_party(part, scene))), None)
        elif (
            after is None
            or after.is_punct
            or after.pos_ == "ADP"
            or after.ent_type_ == "DATE"
            or normal(verb) == "tell"
        ):
            party = _first_party(doc[commas[-1] + 1 : verb.i], scene)
        else:
            continue
        if party is not None:
            yield party


def _announced(head: Token, scene: Scene, reporting: frozenset[str]) -> Iterator[ActorMention]:
    """Speaker of the last verb of saying before the event with a "that" between, where the parse ties them wrongly."""
    said = [t for t in _verbs(head, reporting) if t.i < head.i and t.tag_ != "VBG"]
    if said and any(t.lower_ == "that" for t in head.doc[said[-1].i : head.i]):
        yield from _speakers(said[-1], scene)


def _named_party(tokens: Span, scene: Scene) -> ActorMention | None:
    party = _first_party(tokens, scene)
    return party if party is not None and party.proper else None


def _afterwards(head: Token, scene: Scene, reporting: frozenset[str]) -> Iterator[ActorMention]:
    """Speakers of the next sentences that say "the incident ..." of the event just told."""
    doc, span = head.doc, _sentence(head)
    for _ in range(POINTER_REACH):
        if span.end >= len(doc):
            return
        span = _sentence(doc[span.end])
        if doc[span.start : span.start + 2].text.lower() == "according to":
            comma = next((t.i for t in span if t.text == ","), span.start)
            party = _first_party(doc[span.start + 2 : comma], scene)
            if party is not None:
                yield party
        pointer = next((t for t in span if normal(t) in POINTERS), None)
        if pointer is not None and not scene.roles.negated(pointer):
            yield from _claimants(pointer, scene, reporting)


def _claimants(head: Token, scene: Scene, reporting: frozenset[str]) -> Iterator[ActorMention]:
    roles = scene.roles
    below: Token = head
    chain = [head, *roles.climb(head)]
    for token in chain:
        if token.i != head.i and roles.is_verbal(token) and normal(token) in reporting and roles.is_complement(below):
            yield from _speakers(token, scene)
        if token.i != head.i and roles.is_verbal(token) and normal(token) in QUOTING:
            yield from _speakers(token, scene)
            quoted = (scene.party(t) for t in roles.frame(token).roles.get("object", ()) if t.i != below.i)
            yield from (p for p in quoted if p is not None and p.kind != ActorKind.OBJECT)
        if roles.is_verbal(token):
            for beside in roles.reported_by_parataxis(token):
                if (
                    normal(beside) in reporting
                    and beside.i not in {t.i for t in chain}
                    and not roles.has_complement(beside, besides=token)
                ):
                    yield from _speakers(beside, scene)
            for role, fillers in roles.frame(token).roles.items():
                if role.removeprefix("prep:") in SAYING_MEDIA:
                    yield from (p for t in fillers if (p := scene.party(t)) is not None)
        below = token


def _outlet(head: Token, scene: Scene) -> Iterator[ActorMention]:
    """Outlet named after a comma at the end of the sentence ("..., reports The Daily Star")."""
    sentence = _sentence(head)
    for token in sentence[1:-1]:
        following, before = token.nbor(1), token.nbor(-1)
        if token.lower_ not in ("reports", "reported", "report", "adds"):
            continue
        # wire digests often drop the comma: "... on May 2 reports The Daily Star"
        loose = token.lower_ in ("reports", "adds") and (following.text == "The" or before.pos_ == "NUM")
        if not following.text[:1].isupper() or not (before.text == "," or loose):
            continue
        name = _end_of_name(following, sentence)
        party = scene.party(name)
        if party is not None:
            yield party


def _end_of_name(first: Token, sentence: Span) -> Token:
    """Last word of the name that starts at a token: as tagged, else as far as the capitals go."""
    name = first
    while name.i + 1 < sentence.end and name.nbor(1).text[:1].isupper() and name.nbor(1).lower_ not in OPENERS:
        if name.ent_type_ and name.i > first.i and name.nbor(1).ent_iob_ != "I":
            break
        name = name.nbor(1)
    return name


def _quoted_speaker(start: int, scene: Scene, reporting: frozenset[str]) -> Iterator[ActorMention]:
    """Speaker of the direct speech that holds the trigger: the reporting verb nearest to the quote in its paragraph."""
    document, doc = scene.parsed.document, scene.parsed.doc
    position = doc[start].idx
    quote = next((q for q in document.quotes if q.start <= position < q.end), None)
    if quote is None:
        return
    paragraph = next((p for p in document.paragraphs if p.start <= position < p.end), None)
    if paragraph is None:
        return
    verbs = [
        t
        for t in doc
        if paragraph.start <= t.idx < paragraph.end
        and not any(q.start <= t.idx < q.end for q in document.quotes)
        and t.pos_ == "VERB"
        and normal(t) in reporting
    ]
    for verb in sorted(verbs, key=lambda t: min(abs(t.idx - quote.end), abs(quote.start - t.idx))):
        found = list(_speakers(verb, scene))
        if found:
            yield from found
            return


def _blame(
    head: Token, scene: Scene, blaming: frozenset[str], reporting: frozenset[str]
) -> tuple[list[ActorMention], list[ActorMention]]:
    by: list[ActorMention] = []
    blamed: list[ActorMention] = []
    for verb in _verbs(head, blaming):
        frame = scene.roles.frame(verb)
        people = frame.roles.get("prep:on") or frame.roles.get("prep:to") or frame.roles.get("object", ())
        found = [
            p
            for t in people
            if (p := scene.party(t)) is not None and p.kind not in (None, ActorKind.OBJECT) and t.i != head.i
        ]
        if not found:
            continue
        blamed.extend(found)
        accusers = [p for p in _speakers(verb, scene) if p.entity not in {f.entity for f in found}]
        if not accusers or verb.tag_ == "VBG":
            # "..., the ministry said, blaming the rebels"
            said = [t for t in _verbs(head, reporting) if t.i < verb.i and t.tag_ in ("VBD", "VBZ", "VBP")]
            accusers = [p for t in reversed(said) for p in _speakers(t, scene)][:1] or accusers
        by.extend(accusers)
    return by, blamed


def _responsible(head: Token, scene: Scene) -> Iterator[ActorMention]:
    """Subjects of "claimed responsibility (for the attack)" in the trigger's sentence."""
    for verb in _verbs(head, frozenset({"claim", "take", "accept"})):
        frame = scene.roles.frame(verb)
        if any(normal(t) in CLAIM_NOUNS for t in frame.roles.get("object", ())) and not scene.roles.negated(verb):
            yield from _speakers(verb, scene)
