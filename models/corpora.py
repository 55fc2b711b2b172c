"""The annotated sentence that all corpora are read into, and the reader of the UD treebanks."""

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Sentence", "read_conllu"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a corpus, or a short text; a layer that the corpus lacks is empty.

    `ents` are IOB tags, "-" where the corpus does not tell. `mentions` are the raw entity marks of GUM, by token.
    """

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...] = ()
    pos: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    heads: tuple[int, ...] = ()
    deps: tuple[str, ...] = ()
    ents: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    doc_id: str = ""

    @property
    def text(self) -> str:
        """The text that the tokens spell."""
        return "".join(word + " " * space for word, space in zip(self.words, self.spaces, strict=True))


def read_conllu(path: Path) -> list[Sentence]:
    """Sentences of a Universal Dependencies file; heads are indices within the sentence, the root its own head."""
    sentences: list[Sentence] = []
    doc_id = ""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows: list[list[str]] = []
        glued: set[int] = set()
        range_end = 0
        for line in block.splitlines():
            if line.startswith("# newdoc id = "):
                doc_id = line.split(" = ", 1)[1]
            if not line or line[0] == "#":
                continue
            cells = line.split("\t")
            if "-" in cells[0]:
                first, last = map(int, cells[0].split("-"))
                glued.update(range(first, last))
                if "SpaceAfter=No" in cells[9]:
                    glued.add(last)
                range_end = last
            elif "." not in cells[0]:
                rows.append(cells)
                number = int(cells[0])
                if number > range_end and "SpaceAfter=No" in cells[9]:
                    glued.add(number)
        if rows and all(row[6].isdigit() for row in rows):
            sentences.append(
                Sentence(
                    words=tuple(row[1] for row in rows),
                    spaces=tuple(i not in glued for i in range(1, len(rows) + 1)),
                    tags=tuple(row[4] for row in rows),
                    pos=tuple(row[3] for row in rows),
                    lemmas=tuple(row[2] for row in rows),
                    heads=tuple(int(row[6]) - 1 if row[6] != "0" else i for i, row in enumerate(rows)),
                    deps=tuple("ROOT" if row[6] == "0" else row[7] for row in rows),
                    mentions=tuple("".join(re.findall(r"(?:^|\|)Entity=([^|]*)", row[9])[:1]) for row in rows),
                    doc_id=doc_id,
                )
            )
    return sentences
