"""Which mentions name the same party: one walk over the mentions, strict matches first, descriptions last."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from conflictwire.entities.actor_appositions import are_adjacent, is_acronym_of, is_one_person, with_names
from conflictwire.entities.actor_belongings import with_belongings
from conflictwire.entities.actor_views import Party, View
from conflictwire.entities.lexicon import pieces
from conflictwire.entities.parsed import ActorMention
from conflictwire.entities.pronouns import HOSTILE, NEUTER, SINGULAR, STATE, antecedent
from conflictwire.entities.words import words_of
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind

__all__ = ["link_actors"]

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their"})
_WEAK_KINDS = frozenset({None, ActorKind.UNIDENTIFIED})
# what befell somebody, told of him before ("the slain mayor")
_MASS = frozenset({"people", "police", "children", "personnel"})
_MAX_BACK = 120
_STATE_NAME = 3


def link_actors(doc: Doc, actors: tuple[ActorMention, ...], *, resources: Resources) -> tuple[ActorMention, ...]:
    """The same mentions with one `entity` number for each party.

    What one mention of a party tells (kind, country, lexicon id, canonical name) is copied to those that lack it.

    Args:
        doc: the text of the mentions.
        actors: mentions in text order, as `find_actors` returns them.
        resources: word lists.
    """
    views = with_names(doc, _views(doc, actors, resources.lexicon("party_heads")))
    groups = list(range(len(views)))
    first: dict[int, int] = {}
    parties = {at: Party.of(view) for at, view in enumerate(views)}
    for at, view in enumerate(views):
        earlier = range(at - 1, max(-1, at - _MAX_BACK), -1)
        given = first.setdefault(view.mention.entity, at)
        partner = (
            given
            if given != at
            else _partner(doc, views, at, [i for i in earlier if parties[groups[i]].admits(parties[at])])
        )
        if partner is not None:
            groups[at] = groups[partner]
            parties[groups[at]] = parties[groups[at]].joined(parties[at])
    told = _informed(views, groups)
    lost = {i for i, view in enumerate(views) if view.words == (NEUTER,) and groups[i] == i}
    return with_belongings(tuple(mention for i, mention in enumerate(told) if i not in lost))


def _views(doc: Doc, actors: Sequence[ActorMention], heads: Mapping[str, str]) -> list[View]:
    sentence_of: dict[int, int] = {}
    if doc.has_annotation("SENT_START"):
        for number, span in enumerate(words_of(doc).sentences):
            sentence_of.update(dict.fromkeys(range(span.start, span.end), number))
    views: list[View] = []
    parsed = doc.has_annotation("DEP")
    for mention in actors:
        phrase = doc[mention.start : mention.end]
        words = tuple(pieces(phrase.text))
        before = doc[mention.start - 1].lower_ if mention.start else ""
        head = doc[mention.head]
        singular = _singular(head.lower_)
        pronoun = len(phrase) == 1 and not mention.proper and mention.kind is None and phrase[0].lower_ in _PRONOUNS
        sentence = sentence_of.get(mention.start, 0)
        leads = not views or views[-1].sentence != sentence
        subject = head.head.i > head.i and head.head.pos_ in {"VERB", "ADJ"} if parsed else leads
        views.append(
            View(
                mention=mention,
                words=words,
                head=singular,
                stands_for=heads.get(singular, ""),
                fates=frozenset(word for word in words if heads.get(word) == "slain"),
                definite=before in _DEFINITE,
                pronoun=pronoun,
                numbers=frozenset(token.lower_ for token in phrase if token.like_num),
                branded=_branded(phrase, head),
                counted=any(token.like_num for token in phrase) or " of " in f" {phrase.text.lower()} "[:16],
                plural=_many(mention, head),
                sentence=sentence,
                subject=subject,
            )
        )
    return views


def _branded(phrase: Span, head: Token) -> bool:
    """Whether a modifier of the head is a name, which general words ("the group") never carry."""
    return any(
        token.pos_ == "PROPN" or (token.text[:1].isupper() and token.text[1:].islower() and token.i > phrase.start)
        for token in phrase
        if token.i != head.i
    ) or (len(phrase) > 1 and phrase[0].text.istitle() and not phrase[0].is_sent_start and phrase[0].i != head.i)


_PRONOUNS = SINGULAR | {"they", "them", "themselves", NEUTER}


def _many(mention: ActorMention, head: Token) -> bool:
    """More than one: by the tag, else by the ending, which says nothing in a personal name."""
    personal = mention.proper and mention.person and not mention.country and not mention.actor_id
    if head.lower_ in _MASS:
        return True
    return head.tag_ in {"NNS", "NNPS"} or (head.tag_ not in {"NN", "NNP"} and not personal and _is_plural(head.lower_))


def _singular(word: str) -> str:
    if word.endswith("men"):
        return f"{word[:-3]}man"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _is_plural(word: str) -> bool:
    plural_s = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return plural_s or word.endswith("men") or word in _MASS


def _partner(doc: Doc, views: Sequence[View], at: int, earlier: Iterable[int]) -> int | None:
    """The earlier mention that `views[at]` repeats, or None."""
    view = views[at]
    candidates = [index for index in earlier if index >= 0]
    if view.pronoun:
        return antecedent(doc, view, views, candidates)
    tests: tuple[Callable[[View, View], bool], ...] = (
        lambda old, new: are_adjacent(doc, old, new),
        _same_name,
        _same_state,
        _same_description,
        _titled,
        _generic,
    )
    for test in tests:
        for index in candidates:
            if not views[index].pronoun and test(views[index], view):
                return index
    return None


def _same_name(old: View, new: View) -> bool:
    first, second = old.mention, new.mention
    if ActorKind.OBJECT in {first.kind, second.kind}:
        return first.kind is second.kind and first.proper and second.proper and old.words == new.words
    if first.actor_id and first.actor_id == second.actor_id:
        return not _different_counts(old, new) and is_one_person(old) == is_one_person(new)
    if first.proper and second.proper:
        if old.words == new.words or first.name.lower() == second.name.lower():
            return not (old.counted or new.counted)
        if is_one_person(old) and is_one_person(new):
            return _same_person(tuple(pieces(first.name)), tuple(pieces(second.name)))
        return is_acronym_of(new.words, old.words) and first.actor_id is None and len(old.words) == len(new.words[0])
    return False


def _same_person(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """A surname, the first of two surnames, or a shortened form of the fuller name."""
    short, full = sorted((old, new), key=len)
    if not short:
        return False
    if len(short) == 1:
        return short[0] in full[1:] or short == full
    return short[-1] in full[1:] and short[0] in full and full.index(short[0]) < full.index(short[-1])


def _different_counts(old: View, new: View) -> bool:
    return (old.counted or new.counted) and old.words != new.words


def _same_state(old: View, new: View) -> bool:
    """A country, its troops and its army act as one party; three of its soldiers do not."""
    first, second = old.mention, new.mention
    if not first.country or first.country != second.country or old.counted or new.counted:
        return False
    if first.kind is not second.kind or first.kind not in STATE:
        return False
    if first.actor_id and second.actor_id:
        return False
    return _acts_for_state(old) and _acts_for_state(new)


def _acts_for_state(view: View) -> bool:
    return not is_one_person(view) and (
        view.is_forces or (view.mention.proper and not view.mention.actor_id and len(view.words) <= _STATE_NAME)
    )


def _same_description(old: View, new: View) -> bool:
    """Same head noun, and the later phrase says nothing that the earlier one contradicts."""
    first, second = old.mention, new.mention
    if old.head != new.head or _contradict(first, second):
        return False
    if new.definite or (not new.counted and not old.counted and bool(second.armed)):
        extra = set(new.words) - set(old.words) - (frozenset() if new.plural else new.fates)
        lacking = set(old.words) - set(new.words)
        if second.kind in {ActorKind.OBJECT, ActorKind.CIVILIANS} and not new.definite:
            return False
        if new.branded and extra and not (second.country and second.country == first.country):
            return False
        return not (extra and lacking) or (extra <= {new.head, *new.words[-1:]})
    return False


def _titled(old: View, new: View) -> bool:
    """A description and a name with that title: "Chad's envoy ... Envoy Ali Deby ... the envoy"."""
    plain, full = (old, new) if new.mention.proper else (new, old)
    if plain.mention.proper or not full.mention.proper or not (is_one_person(plain) and is_one_person(full)):
        return False
    title = full.words[: len(full.words) - len(pieces(full.mention.name))]
    unique = plain.definite or plain.mention.country is not None
    extra = set(plain.words[:-1]) - set(full.words) if plain is new else set()
    return unique and plain.head in title and not extra and not _contradict(plain.mention, full.mention)


def _generic(old: View, new: View) -> bool:
    """General words ("the group", "the attackers") after a more telling mention of a compatible party."""
    first, second = old.mention, new.mention
    bare = new.plural and new.is_forces and second.kind is ActorKind.STATE_FORCES and not second.country
    if (
        not (new.definite or bare)
        or new.counted
        or new.branded
        or second.proper
        or len(new.words) > 2
        or _contradict(first, second)
    ):
        return False
    if new.is_collective:
        return first.kind in HOSTILE and (first.proper or old.is_collective or first.actor_id is not None)
    if second.kind in HOSTILE and second.armed:
        band = first.actor_id is not None or old.is_collective
        same_number = new.plural is old.plural or (new.plural and band)
        return first.kind in HOSTILE and bool(first.armed) and same_number
    if second.kind is ActorKind.STATE_FORCES and new.is_forces:
        return _is_state_army(old)
    if second.kind is ActorKind.CIVILIANS and new.stands_for == "captive":
        return first.kind is ActorKind.CIVILIANS
    return False


def _is_state_army(view: View) -> bool:
    """Whether it stands for the whole of a state's forces, rather than some of its men."""
    army = view.is_forces or view.mention.actor_id is not None
    return view.mention.kind is ActorKind.STATE_FORCES and army and not view.counted and not is_one_person(view)


def _contradict(first: ActorMention, second: ActorMention) -> bool:
    """Whether both state their kind, country or id, and differently."""
    if first.actor_id and second.actor_id and first.actor_id != second.actor_id:
        return True
    if first.country and second.country and first.country != second.country:
        return True
    if first.kind in _WEAK_KINDS or second.kind in _WEAK_KINDS:
        return (first.armed is False) != (second.armed is False) and None not in {first.armed, second.armed}
    return first.kind is not second.kind


def _informed(views: Sequence[View], groups: Sequence[int]) -> tuple[ActorMention, ...]:
    """Mentions with dense entity numbers, poor ones completed from the most informative of their party."""
    members: dict[int, list[ActorMention]] = {}
    for view, group in zip(views, groups, strict=True):
        members.setdefault(group, []).append(view.mention)
    numbers = {group: number for number, group in enumerate(members)}
    best = {group: max(mentions, key=_informative) for group, mentions in members.items()}
    return tuple(_completed(view, best[group], numbers[group]) for view, group in zip(views, groups, strict=True))


def _informative(mention: ActorMention) -> tuple[bool, bool, bool, bool]:
    return (
        mention.actor_id is not None,
        mention.kind not in _WEAK_KINDS,
        mention.country is not None,
        mention.proper,
    )


def _completed(view: View, best: ActorMention, entity: int) -> ActorMention:
    mention, pronoun = view.mention, view.pronoun
    vague = view.definite and mention.kind is ActorKind.UNIDENTIFIED
    return replace(
        mention,
        kind=best.kind if best.kind and (mention.kind is None or vague) else mention.kind,
        country=mention.country or best.country,
        actor_id=mention.actor_id or best.actor_id,
        name=best.name if pronoun or best.actor_id else mention.name,
        armed=best.armed if mention.armed is None else mention.armed,
        entity=entity,
    )
