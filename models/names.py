"""The sources of named entities, their labels reconciled to OntoNotes names."""

import csv
import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy

from corpora import Sentence, read_conllu
from dates import find_dates

__all__ = ["Gazetteer", "held_out", "read_gazetteer", "read_gmb", "read_names", "read_re3d", "read_wikigold"]

MISSING = "-"
TITLES = {
    *("president", "vice", "prime", "minister", "mr.", "mr", "mrs.", "ms.", "dr.", "sir", "king", "queen", "prince"),
    *("pope", "general", "gen.", "lt.", "lieutenant", "col.", "colonel", "major", "maj.", "captain", "capt.", "sgt."),
    *("secretary", "chancellor", "senator", "sen.", "rep.", "judge", "prophet", "ayatollah", "sheikh", "sheik"),
    *(
        "chief",
        "justice",
        "professor",
        "prof.",
        "foreign",
        "ambassador",
        "admiral",
        "premier",
        "archbishop",
        "cardinal",
    ),
    *(
        "deputy",
        "defense",
        "interior",
        "governor",
        "gov.",
        "mayor",
        "congressman",
        "chairman",
        "spokesman",
        "brigadier",
    ),
}
WATERS = {
    *("river", "lake", "sea", "ocean", "mountain", "mountains", "mount", "mt.", "gulf", "valley", "desert", "strait"),
    *("peninsula", "island", "islands", "basin", "coast", "bay", "hills", "plain", "delta", "canal", "europe", "asia"),
    *("africa", "america", "east", "west", "north", "south", "antarctica", "balkans", "caucasus", "caribbean", "horn"),
    *("pacific", "atlantic", "mediterranean", "earth", "mars", "moon", "hemisphere", "arctic", "sahel", "maghreb"),
}
FACILITIES = {
    *("airport", "bridge", "base", "square", "stadium", "airfield", "prison", "mosque", "church", "street", "road"),
    *("highway", "avenue", "palace", "checkpoint", "dam", "station", "hotel", "camp", "cathedral", "shrine", "tower"),
    *("hall", "house", "park", "port", "plaza", "temple", "library", "museum", "hospital", "building", "terminal"),
}
BELIEVERS = {
    *(
        "muslim",
        "muslims",
        "christian",
        "christians",
        "jew",
        "jews",
        "jewish",
        "sunni",
        "sunnis",
        "shi'ite",
        "shi'ites",
    ),
    *(
        "shiite",
        "shiites",
        "shia",
        "hindu",
        "hindus",
        "sikh",
        "sikhs",
        "buddhist",
        "buddhists",
        "catholic",
        "catholics",
    ),
    *("islamic", "islamist", "islamists", "arab", "arabs", "kurd", "kurds", "kurdish", "orthodox", "republican"),
    *("republicans", "democrat", "democrats", "african", "africans", "european", "europeans", "asian", "western"),
}
ORGANISATIONS = {"u.n.", "un", "united nations", "african union", "fatah", "hamas", "european union", "eu", "nato"}
GUM_TYPES = {"person": "PERSON", "organization": "ORG", "place": "PLACE"}
RE3D_TYPES = {"Person": "PERSON", "Organisation": "ORG", "Location": "PLACE", "Nationality": "NORP"}


@dataclass(frozen=True)
class Gazetteer:
    """What the place files say of a name, lower-cased."""

    countries: frozenset[str]
    peoples: frozenset[str]
    regions: dict[str, str]
    towns: list[str]


def read_gazetteer(folder: Path) -> Gazetteer:
    """Names of countries, peoples, regions and towns from the geonames folder."""
    countries: set[str] = set()
    peoples: set[str] = set()
    regions: dict[str, str] = {}
    for surface, _, kind in _rows(folder / "country_names.tsv", 3):
        (countries if kind in {"name", "alias", "historic"} else peoples).add(surface.lower())
        if kind == "metonym":
            peoples.discard(surface.lower())
    for name, aliases, kind in _rows(folder / "regions_curated.tsv", 3):
        label = {"macroregion": "LOC", "water": "LOC", "river": "LOC", "island": "LOC"}.get(kind, "GPE")
        label = "FAC" if kind in {"base", "camp", "landmark", "site"} else label
        regions.update((surface.lower(), label) for surface in [name, *aliases.split("|")] if surface)
    towns = [row[3] for row in _rows(folder / "registry_only" / "admin1.tsv", 4)]
    return Gazetteer(frozenset(countries), frozenset(peoples), regions, towns)


def _rows(path: Path, width: int) -> Iterator[list[str]]:
    """The first cells of each row of a table, without its header."""
    with path.open(encoding="utf8", newline="") as lines:
        for row in itertools.islice(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1, None):
            yield row[:width]


def place_label(name: str, gazetteer: Gazetteer) -> str:
    """GPE, LOC, FAC, NORP or ORG for a name that a corpus calls a place."""
    low = re.sub(r"^the ", "", name.lower())
    words = low.split()
    if low in ORGANISATIONS:
        return "ORG"
    if low in gazetteer.countries:
        return "GPE"
    if low in gazetteer.regions:
        return gazetteer.regions[low]
    if low in gazetteer.peoples or low in BELIEVERS:
        return "NORP"
    if words and words[-1] in FACILITIES:
        return "FAC"
    return "LOC" if words and (words[-1] in WATERS or words[0] in WATERS) else "GPE"


def people_label(name: str, gazetteer: Gazetteer) -> str:
    """NORP for a word made from a country or faith, GPE for the country itself."""
    low = name.lower()
    if low in gazetteer.countries:
        return "GPE"
    if (
        low in gazetteer.peoples
        or low in BELIEVERS
        or low.endswith(("an", "ans", "ese", "ish", "i", "is", "ian", "ians"))
    ):
        return "NORP"
    return "NORP" if low.split()[-1] in gazetteer.peoples | BELIEVERS else "GPE"


def label_spans(words: list[str], spans: list[tuple[int, int, str]], gazetteer: Gazetteer) -> list[str]:
    """The entity tags of a text, its labels reconciled.

    Args:
        words: The tokens.
        spans: Start, end and PERSON, ORG, PLACE, PEOPLE or - for each annotated name.
        gazetteer: What is known of places and peoples.
    """
    tags = ["O"] * len(words)
    for start, end, kind in spans:
        if kind == MISSING:
            tags[start:end] = [MISSING] * (end - start)
    for start, end, kind in sorted(spans, key=lambda span: span[0] - span[1]):
        first = _name_start(words, start, end, kind, gazetteer)
        if first == end or kind == MISSING or any(tag[0] in "BI" for tag in tags[first:end]):
            continue
        # with its title a person is no country: `Senator Georgia`
        label = _label(" ".join(words[start if kind == "PERSON" else first : end]), kind, gazetteer)
        tags[first:end] = [f"B-{label}"] + [f"I-{label}"] * (end - first - 1)
    for start, end in find_dates(words):
        if not any(tag[0] in "BI" for tag in tags[start:end]):
            tags[start:end] = ["B-DATE"] + ["I-DATE"] * (end - start - 1)
    return tags


def _name_start(words: list[str], start: int, end: int, kind: str, gazetteer: Gazetteer) -> int:
    """Where a name begins once the titles before it, or its article, are left out."""
    if kind == "PERSON" and " ".join(words[start:end]).lower() not in gazetteer.countries:
        while start < end and words[start].lower() in TITLES:
            start += 1
    if kind in {"ORG", "PLACE"} and end - start > 1 and words[start].lower() == "the":
        start += 1
    return start


def _label(name: str, kind: str, gazetteer: Gazetteer) -> str:
    """The label of a name that a corpus calls `kind`."""
    low = name.lower()
    if kind == "PLACE":
        return place_label(name, gazetteer)
    if kind == "PEOPLE":
        return people_label(name, gazetteer)
    if low in gazetteer.countries or (kind == "ORG" and low in {"west bank", "gaza", "gaza strip"}):
        return "GPE"
    if kind == "ORG" and (low in gazetteer.peoples or low in BELIEVERS):
        return "NORP"
    return kind


def _named(words: list[str], spaces: list[bool], spans: list[tuple[int, int, str]], gazetteer: Gazetteer) -> Sentence:
    """A text with names only."""
    return Sentence(tuple(words), tuple(spaces), ents=tuple(label_spans(words, spans, gazetteer)))


def _spans(tags: list[str], kinds: dict[str, str]) -> list[tuple[int, int, str]]:
    """The spans of IOB tags; kinds that are not known become missing values."""
    spans: list[tuple[int, int, str]] = []
    for i, tag in enumerate(tags):
        kind = kinds.get(tag[2:], MISSING)
        if tag == "O":
            continue
        same = i and tags[i - 1] != "O" and tags[i - 1][2:] == tag[2:]
        if tag.startswith("I-") and same and spans:
            spans[-1] = (spans[-1][0], i + 1, spans[-1][2])
        else:
            spans.append((i, i + 1, kind))
    return spans


def guess_spaces(words: list[str]) -> list[bool]:
    """Whether a space follows each word of a text that came as bare tokens."""
    spaces = []
    quoted = False
    for word, after in itertools.zip_longest(words, words[1:], fillvalue="."):
        glue = bool(re.fullmatch(r"[,.;:!?%)\]]+|n't|'(?:s|re|ve|ll|d|m)?", after)) or word in {"(", "[", "$"}
        if word == '"':
            quoted = not quoted
        spaces.append(not (glue or (word == '"' and quoted) or (after == '"' and quoted)))
    return spaces


def read_gmb(path: Path, gazetteer: Gazetteer) -> Iterator[Sentence]:
    """Sentences of the Groningen Meaning Bank's VOA part."""
    kinds = {"geo": "PLACE", "gpe": "PEOPLE", "org": "ORG", "per": "PERSON"}
    sentence: list[list[str]] = []
    with path.open(encoding="utf8", newline="") as lines:
        for row in itertools.chain(itertools.islice(csv.reader(lines), 1, None), [["end", "", "", ""]]):
            if row[0] and sentence:
                words = [cells[1] for cells in sentence]
                spans = _spans([cells[3] for cells in sentence], kinds)
                yield _named(words, guess_spaces(words), spans, gazetteer)
                sentence = []
            if len(row) == 4 and row[1].strip() and row[3]:
                sentence.append(row)


def read_wikigold(path: Path, gazetteer: Gazetteer) -> Iterator[Sentence]:
    """Sentences of wikigold."""
    kinds = {"LOC": "PLACE", "ORG": "ORG", "PER": "PERSON"}
    for block in path.read_text(encoding="utf8").split("\n\n"):
        rows = [line.rsplit(" ", 1) for line in block.splitlines() if line.strip() and "DOCSTART" not in line]
        if not rows:
            continue
        words = [row[0] for row in rows]
        spans = _spans([row[1] for row in rows], kinds)
        known = gazetteer.peoples | BELIEVERS
        spans = [
            (start, end, "PEOPLE" if kind == MISSING and " ".join(words[start:end]).lower() in known else kind)
            for start, end, kind in spans
        ]
        yield _named(words, guess_spaces(words), spans, gazetteer)


def read_re3d(folder: Path, gazetteer: Gazetteer) -> Iterator[tuple[str, Sentence]]:
    """Paragraphs of the re3d documents with their document's name; folders with BBC texts are left out."""
    tokenizer = spacy.blank("en").tokenizer
    for source in sorted(folder.iterdir()):
        if not source.is_dir() or "BBC" in source.name:
            continue
        marks: dict[str, list[dict[str, object]]] = {}
        for line in (source / "entities.json").read_text(encoding="utf8").splitlines():
            if line.strip():
                mark = json.loads(line)
                marks.setdefault(mark["documentId"], []).append(mark)
        for line in (source / "documents.json").read_text(encoding="utf8").splitlines():
            if not line.strip():
                continue
            document = json.loads(line)
            doc = tokenizer(document["text"])
            spans = []
            for mark in marks.get(document["_id"], []):
                span = doc.char_span(int(str(mark["begin"])), int(str(mark["end"])), alignment_mode="expand")
                kind = RE3D_TYPES.get(str(mark["type"]))
                if span and kind is not None:
                    proper = span[-1].text[:1].isupper() and not any(token.is_space for token in span)
                    spans.append((span.start, span.end, kind if proper else MISSING))
            words = [token.text for token in doc]
            spaces = [bool(token.whitespace_) for token in doc]
            yield document["_id"], _named(words, spaces, spans, gazetteer)


def gum_names(sentence: Sentence, gazetteer: Gazetteer) -> Sentence:
    """A GUM sentence with the names that its entity layer holds."""
    opened: dict[str, list[tuple[int, list[str]]]] = {}
    spans = []
    for i, cell in enumerate(sentence.mentions):
        for match in re.finditer(r"\((\d+)-([^()]+)(\))?|(\d+)\)", cell):
            key = match[1] or match[4]
            if match[1]:
                opened.setdefault(key, []).append((i, match[2].split("-")))
            if (match[3] or match[4]) and opened.get(key):
                start, fields = opened[key].pop()
                span = _proper_span(sentence, start, i + 1, fields)
                if span:
                    spans.append(span)
    covered = {i for start, end, _ in spans for i in range(start, end)}
    known = gazetteer.peoples | BELIEVERS
    for i, word in enumerate(sentence.words):
        if i not in covered and word.lower() in known and word[0].isupper():
            spans.append((i, i + 1, "PEOPLE"))
        elif i not in covered and sentence.pos[i] == "PROPN":
            spans.append((i, i + 1, MISSING))
    return _named(list(sentence.words), list(sentence.spaces), spans, gazetteer)


def _proper_span(sentence: Sentence, start: int, end: int, fields: list[str]) -> tuple[int, int, str] | None:
    """The proper name at the head of a GUM mention, if it has one."""
    kind = GUM_TYPES.get(fields[0])
    heads = re.findall(r"\d+", fields[4]) if len(fields) > 4 else []
    head = start + int(heads[0]) - 1 if heads else start
    if kind is None or head >= end or sentence.pos[head] != "PROPN":
        return None
    inner = {"of", "the", "and", "-", "for", "&"} if kind != "PERSON" else {"-"}
    first, last = head, head + 1
    while first > start and _extends(sentence, first - 1, start, inner, step=-1):
        first -= 1
    while last < end and _extends(sentence, last, end - 1, inner, step=1):
        last += 1
    return first, last, kind


def _extends(sentence: Sentence, i: int, limit: int, inner: set[str], *, step: int) -> bool:
    """Whether a name goes on at a token: a proper noun, or a link word with a proper noun beyond it."""
    if sentence.pos[i] == "PROPN":
        return True
    while i != limit and sentence.words[i].lower() in inner:
        i += step
        if sentence.pos[i] == "PROPN":
            return True
    return False


def read_names(data: Path, gazetteer: Gazetteer) -> tuple[list[Sentence], dict[str, list[Sentence]]]:
    """The texts to train names on, and the held-out tenth of each source."""
    ner = data / "ner"
    sources: dict[str, list[tuple[str, Sentence]]] = {
        "GMB": [(text.text, text) for text in read_gmb(ner / "gmb_voa.csv", gazetteer)],
        "wikigold": [(text.text, text) for text in read_wikigold(ner / "wikigold.conll.txt", gazetteer)],
        "re3d": list(read_re3d(ner / "re3d", gazetteer)),
        "GUM": [
            (sentence.doc_id, gum_names(sentence, gazetteer))
            for part in ("train", "dev", "test")
            for sentence in read_conllu(data / "treebanks" / f"en_gum-{part}.conllu")
        ],
    }
    train, tests = [], {}
    for source, texts in sources.items():
        tests[source] = [text for key, text in texts if held_out(key)]
        kept = [text for key, text in texts if not held_out(key)]
        size = 1 if source == "re3d" else 3
        train += [_joined(kept[i : i + size]) for i in range(0, len(kept), size)]
    return train, tests


def _joined(parts: list[Sentence]) -> Sentence:
    """One text made of several, with a space between them."""
    spaces: list[bool] = []
    for part in parts:
        spaces = [*spaces[:-1], *([True] if spaces else []), *part.spaces]
    return Sentence(
        words=tuple(word for part in parts for word in part.words),
        spaces=tuple(spaces),
        ents=tuple(tag for part in parts for tag in part.ents),
    )


def held_out(key: str) -> bool:
    """Whether a text belongs to the tenth that is kept for testing; the same on every machine."""
    return int(hashlib.sha256(key.encode("utf8")).hexdigest(), 16) % 10 == 0
