"""Training examples made from sentences, with the variation that wire text shows."""

import dataclasses
import random
from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab

from corpora import Sentence
from headlines import headline

__all__ = ["name_examples", "tree_examples", "vary_tree"]

CURLY = {'"': ("“", "”"), "'": ("‘", "’"), "``": ("“", "“"), "''": ("”", "”")}
LAYERS = ("words", "spaces", "tags", "pos", "lemmas", "heads", "deps", "ents", "mentions")
FINAL = {".", "!", "?"}
GOLD_TIMES = 2
HEADLINES = 0.14
SMALL = {
    "a",
    "an",
    "the",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "by",
    "and",
    "or",
    "as",
    "with",
    "from",
    "over",
    "after",
}
AGENCIES = ("Reuters", "AP", "AFP", "Xinhua", "DPA", "UPI", "VOA", "IRNA", "EFE", "ANSA", "TASS", "Notimex")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)


def tree_examples(vocab: Vocab, gold: list[Sentence], silver: list[Sentence], rng: random.Random) -> Iterator[Example]:
    """An endless shuffled stream of trees: groups of 1-5 consecutive sentences, varied as wires are.

    Every round goes `GOLD_TIMES` through the treebanks and once through the silver trees. The tokens are those of the
    trees. A headline stands alone or before the sentences that it was made from.
    """
    while True:
        groups = [group for _ in range(GOLD_TIMES if silver else 1) for group in _groups(gold, rng)]
        groups += _groups(silver, rng)
        rng.shuffle(groups)
        for group in groups:
            title = headline(group[0], rng) if rng.random() < HEADLINES else None
            if title is not None:
                mode = rng.choices(("as_is", "title", "upper", "lower"), (55, 20, 15, 10))[0]
                text = group if rng.random() < 0.3 else []
                yield _tree_example(vocab, [*_recased([title], mode, curly=rng.random() < 0.2), *text])
                continue
            varied = [_without_stop(group[0], {"."})] if rng.random() < 0.15 else group
            draw = rng.random()
            mode = "upper" if draw < 0.16 else "lower" if draw < 0.23 else "title" if draw < 0.25 else "as_is"
            yield _tree_example(vocab, _recased(varied, mode, curly=rng.random() < 0.2))


def _groups(sentences: list[Sentence], rng: random.Random) -> list[list[Sentence]]:
    """Consecutive sentences of one text, 1-5 together."""
    groups, i = [], 0
    while i < len(sentences):
        size = rng.choice((1, 1, 2, 3, 5))
        groups.append([s for s in sentences[i : i + size] if s.doc_id == sentences[i].doc_id])
        i += size
    return groups


def _tree_example(vocab: Vocab, group: Sequence[Sentence]) -> Example:
    """One example of consecutive trees."""
    words = [word for s in group for word in s.words]
    spaces = [space for s in group for space in s.spaces]
    heads: list[int] = []
    for s in group:
        offset = len(heads)
        heads.extend(head + offset for head in s.heads)
    reference = Doc(
        vocab,
        words=words,
        spaces=spaces,
        tags=[tag for s in group for tag in s.tags],
        pos=[pos for s in group for pos in s.pos],
        heads=heads,
        deps=[dep for s in group for dep in s.deps],
    )
    return Example(Doc(vocab, words=words, spaces=spaces), reference)


def vary_tree(tree: Sentence, rng: random.Random) -> Sentence:
    """One random variant of a tree: a headline, no final stop, curly quotes, capitals, lower case."""
    if rng.random() < 0.08:
        tree = headline(tree, rng) or tree
    if rng.random() < 0.12:
        tree = _without_stop(tree, {"."})
    draw = rng.random()
    mode = "upper" if draw < 0.14 else "lower" if draw < 0.22 else "title" if draw < 0.25 else "as_is"
    return _recased([tree], mode, curly=rng.random() < 0.15)[0]


def _recased(group: Sequence[Sentence], mode: str, *, curly: bool) -> list[Sentence]:
    """Sentences in a case - "as_is", "upper", "lower" or "title" - and with typographic quotes if wished."""
    change = {"upper": str.upper, "lower": str.lower, "title": _capitalized}.get(mode, str)
    result, seen = [], 0
    for sentence in group:
        words = [change(word) for word in sentence.words]
        if curly:
            words = [
                CURLY[word][(seen + i) % 2] if word in CURLY else word.replace("'", "’") for i, word in enumerate(words)
            ]
        seen += len(words)
        result.append(dataclasses.replace(sentence, words=tuple(words)))
    return result


def _capitalized(word: str) -> str:
    return word[:1].upper() + word[1:]


def _without_stop(sentence: Sentence, stops: set[str], shortest: int = 4) -> Sentence:
    """The sentence without the stop at its end."""
    last = len(sentence.words) - 1
    if last + 1 < shortest or sentence.words[last] not in stops or last in sentence.heads:
        return sentence
    return dataclasses.replace(sentence, **{layer: getattr(sentence, layer)[:-1] for layer in LAYERS})


def name_examples(nlp: Language, texts: list[Sentence], places: list[str], rng: random.Random) -> Iterator[Example]:
    """An endless shuffled stream of texts with names, each time varied.

    The tokens are the pipeline's own, since the corpora split words such as `al-Qaida` in other ways.
    """
    order = list(range(len(texts)))
    while True:
        rng.shuffle(order)
        for i in order:
            text = _vary(texts[i], rng, places)
            ents = ["" if tag == "-" else tag for tag in text.ents]
            reference = Doc(nlp.vocab, words=list(text.words), spaces=list(text.spaces), ents=ents)
            yield Example(nlp.make_doc(text.text), reference)


def _vary(text: Sentence, rng: random.Random, places: list[str]) -> Sentence:
    """One random variant: other towns, a dateline, no final stop, curly quotes, capitals, lower case or a headline."""
    if rng.random() < 0.3:
        text = _swap_places(text, rng, places)
    if rng.random() < 0.07:
        text = _with_dateline(text, rng, places)
    if rng.random() < 0.08:
        text = _without_stop(text, FINAL, 3)
    if rng.random() < 0.25:
        text = _curled(text)
    draw = rng.random()
    if draw < 0.2:
        return dataclasses.replace(text, words=tuple(word.upper() for word in text.words))
    if draw < 0.27:
        return dataclasses.replace(text, words=tuple(word.lower() for word in text.words))
    if draw < 0.3 and len(text.words) < 25:
        return _headline(_without_stop(text, FINAL, 3))
    return text


def _headline(text: Sentence) -> Sentence:
    """The text with capitals on all but the small words."""
    words = [word if i and word in SMALL else word[:1].upper() + word[1:] for i, word in enumerate(text.words)]
    return dataclasses.replace(text, words=tuple(words))


def _curled(text: Sentence) -> Sentence:
    """The text with typographic quotes and apostrophes."""
    opened = False
    words = []
    for word in text.words:
        if word == '"':
            opened = not opened
            words.append("“" if opened else "”")
        else:
            words.append(word.replace("'", "’"))
    return dataclasses.replace(text, words=tuple(words))


def _with_dateline(text: Sentence, rng: random.Random, places: list[str]) -> Sentence:
    """The text after a dateline: `TRIPOLI, June 1 (Reuters) - `, `Lima, 3 Jan 90 (EFE) -- `, `GAO (AFP) - `."""
    city = rng.choice(places).split()
    if not all(part.isalpha() for part in city):
        return text
    if rng.random() < 0.7:
        city = [part.upper() for part in city]
    month, day = rng.choice(MONTHS), str(rng.randint(1, 30))
    date = rng.choice(([month, day], [month, day], [day, month], [day, month[:3], str(rng.randint(80, 99))], []))
    agency = ["(", rng.choice(AGENCIES), ")"] if date or rng.random() < 0.5 else []
    words = [*city, *([","] if date else []), *date, *agency, rng.choice(("-", "--", "—"))]
    spaces = [after not in {",", ")"} and word != "(" for word, after in zip(words, [*words[1:], ""], strict=True)]
    ents = ["B-GPE", *["I-GPE"] * (len(city) - 1)]
    ents += ["O", "B-DATE", *["I-DATE"] * (len(date) - 1)] if date else []
    ents += ["O", "B-ORG", "O", "O"] if agency else ["O"]
    return dataclasses.replace(
        text, words=(*words, *text.words), spaces=(*spaces, *text.spaces), ents=(*ents, *text.ents)
    )


def _swap_places(text: Sentence, rng: random.Random, places: list[str]) -> Sentence:
    """The text with some one-word towns and countries replaced, so that names are known by their surroundings."""
    words = list(text.words)
    for i, label in enumerate(text.ents):
        alone = i + 1 == len(words) or not text.ents[i + 1].startswith("I-")
        if label == "B-GPE" and alone and words[i].istitle() and rng.random() < 0.5:
            name = rng.choice(places)
            words[i] = name if name.isalpha() else words[i]
    return dataclasses.replace(text, words=tuple(words))
