"""Who says that it happened, who is blamed and by whom, who denies it."""

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Token

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


@lru_cache(maxsize=8)
def _words(resources: Resources) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    denial = frozenset(w for w, kind in resources.lexicon("status_verbs").items() if kind == "denied")
    return frozenset(resources.lexicon("reporting_verbs")), frozenset(resources.lexicon("blame_verbs")), denial


def attribute(start: int, head: Token, scene: Scene, resources: Resources) -> Attribution:
    """Attribution of the event whose trigger starts at token `start` and has the head `head`."""
    reporting, blaming, denying = _words(resources)
    claimed = list(_claimants(head, scene, reporting))
    claimed.extend(_outlet(head, scene))
    if not claimed:
        claimed = list(_quoted_speaker(start, head, scene, reporting))
    blamed_by, blamed = _blame(head, scene, blaming)
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


def _verbs(head: Token, lemmas: frozenset[str]) -> Iterator[Token]:
    return (t for t in head.sent if t.pos_ == "VERB" and normal(t) in lemmas and t.i != head.i)


def _speakers(verb: Token, scene: Scene) -> Iterator[ActorMention]:
    """Parties that are the subject of a verb of saying."""
    frame = scene.roles.frame(verb)
    for token in frame.roles.get("subject", ()):
        if normal(token) in IMPERSONAL or token.ent_type_ == "DATE":
            continue
        party = scene.party(token)
        if party is not None and party.kind != ActorKind.OBJECT:
            yield party
            for other in scene.roles.appositions(token):
                named = scene.party(other)
                if named is not None and named.proper and not party.proper:
                    yield named


def _claimants(head: Token, scene: Scene, reporting: frozenset[str]) -> Iterator[ActorMention]:
    roles = scene.roles
    below: Token = head
    chain = [head, *roles.climb(head)]
    for token in chain:
        if token.i != head.i and roles.is_verbal(token) and normal(token) in reporting and roles.is_complement(below):
            yield from _speakers(token, scene)
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
    sentence = head.sent
    for token in sentence[1:-1]:
        following = token.nbor(1)
        if token.lower_ not in ("reports", "reported", "report") or token.nbor(-1).text != ",":
            continue
        if following.pos_ in ("PROPN", "DET") or following.text[:1].isupper():
            name = next(
                (
                    t
                    for t in sentence[token.i - sentence.start + 1 :]
                    if t.pos_ == "PROPN" and (t.i + 1 == len(t.doc) or t.nbor(1).pos_ != "PROPN")
                ),
                None,
            )
            party = scene.party(name) if name is not None else None
            if party is not None:
                yield party


def _quoted_speaker(start: int, head: Token, scene: Scene, reporting: frozenset[str]) -> Iterator[ActorMention]:
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


def _blame(head: Token, scene: Scene, blaming: frozenset[str]) -> tuple[list[ActorMention], list[ActorMention]]:
    by: list[ActorMention] = []
    blamed: list[ActorMention] = []
    for verb in _verbs(head, blaming):
        frame = scene.roles.frame(verb)
        people = frame.roles.get("prep:on") or frame.roles.get("prep:to") or frame.roles.get("object", ())
        found = [
            p for t in people if (p := scene.party(t)) is not None and p.kind != ActorKind.OBJECT and t.i != head.i
        ]
        if found:
            blamed.extend(found)
            by.extend(_speakers(verb, scene))
    return by, blamed


def _responsible(head: Token, scene: Scene) -> Iterator[ActorMention]:
    """Subjects of "claimed responsibility (for the attack)" in the trigger's sentence."""
    for verb in _verbs(head, frozenset({"claim", "take", "accept"})):
        frame = scene.roles.frame(verb)
        if any(normal(t) in CLAIM_NOUNS for t in frame.roles.get("object", ())) and not scene.roles.negated(verb):
            yield from _speakers(verb, scene)
