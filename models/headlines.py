"""Trees of sentences turned into trees of headlines: "The rebels were driven out of the town." -> "Rebels driven out".

Treebanks hold few headlines, and a parser that never saw one takes "12 killed in blast" for a noun phrase.
"""

import dataclasses
import random

from corpora import Sentence

__all__ = ["headline"]

ARTICLES = {"a", "an", "the"}
BE = {"is", "are", "was", "were", "be", "been", "being", "'s", "’s", "has", "have", "had"}
LONG = ("advcl", "advcl:relcl", "acl:relcl", "parataxis", "appos", "conj", "list", "discourse", "vocative")
LENGTHS = (3, 16)
NO_PRESENT = {"be", "have", "do"}


def headline(tree: Sentence, rng: random.Random) -> Sentence | None:
    """The tree as a headline, or nothing if it does not make one.

    Long clauses, articles, auxiliaries and the final stop go; the past of the main verb may become the present. Not
    everything goes every time, since headlines differ too.
    """
    root = next((i for i, head in enumerate(tree.heads) if head == i), 0)
    if tree.tags[root] not in {"VBD", "VBN", "VBZ", "VBP", "VBG"} or not _has_subject(tree, root):
        return None
    gone = _cut(tree, root, short=rng.random() < 0.8)
    gone |= _function_words(tree, gone, auxiliaries=rng.random() < 0.85)
    gone |= _bare_punctuation(tree, gone)
    if any(head in gone and i not in gone for i, head in enumerate(tree.heads)):
        return None
    if not LENGTHS[0] <= len(tree.words) - len(gone) <= LENGTHS[1]:
        return None
    if rng.random() < 0.6:
        tree = _in_present(tree, root)
    return _capitalized(_without(tree, gone))


def _has_subject(tree: Sentence, root: int) -> bool:
    return any(head == root and dep in {"nsubj", "nsubj:pass"} for head, dep in zip(tree.heads, tree.deps, strict=True))


def _cut(tree: Sentence, root: int, *, short: bool) -> set[int]:
    """The words of long clauses, if it shall be short, with the conjunctions and marks that hang on them."""
    gone = {i for i, dep in enumerate(tree.deps) if short and dep in LONG and i != root}
    gone |= {i for i, dep in enumerate(tree.deps) if dep == "cc" and tree.heads[i] == root}
    while True:
        below = {i for i, head in enumerate(tree.heads) if head in gone} - gone
        if not below:
            return gone
        gone |= below


def _function_words(tree: Sentence, gone: set[int], *, auxiliaries: bool) -> set[int]:
    """Articles, and auxiliaries of passive, progressive and perfect."""
    heads = {head for i, head in enumerate(tree.heads) if head != i and i not in gone}
    found = set()
    for i, word in enumerate(tree.words):
        low, dep = word.lower(), tree.deps[i]
        article = dep == "det" and low in ARTICLES
        auxiliary = auxiliaries and dep in {"aux", "aux:pass"} and low in BE and tree.words[i + 1 : i + 2] != ("n't",)
        if (article or auxiliary) and i not in heads:
            found.add(i)
    return found


def _bare_punctuation(tree: Sentence, gone: set[int]) -> set[int]:
    """The final stop, and commas that nothing stands before or beside any more."""
    found: set[int] = set()
    kept = [i for i in range(len(tree.words)) if i not in gone]
    while kept and tree.words[kept[-1]] in {".", ",", ";", ":", "-", "--"}:
        found.add(kept.pop())
    for before, here in zip([-1, *kept], kept, strict=False):
        if tree.words[here] == "," and (before < 0 or before in found or here - before > 1 or here + 1 in gone):
            found.add(here)
    return found


def _in_present(tree: Sentence, root: int) -> Sentence:
    """The tree with its main verb in the present where it was in the past."""
    lemma = tree.lemmas[root]
    if tree.tags[root] != "VBD" or not lemma.isalpha() or lemma in NO_PRESENT:
        return tree
    subject = next(i for i, dep in enumerate(tree.deps) if tree.heads[i] == root and dep.startswith("nsubj"))
    joined = any(tree.heads[i] == subject and dep == "conj" for i, dep in enumerate(tree.deps))
    plural = (
        joined or tree.tags[subject] in {"NNS", "NNPS"} or tree.words[subject].lower() in {"they", "we", "i", "you"}
    )
    words, tags = list(tree.words), list(tree.tags)
    words[root], tags[root] = (lemma, "VBP") if plural else (third_person(lemma), "VBZ")
    return dataclasses.replace(tree, words=tuple(words), tags=tuple(tags))


def third_person(lemma: str) -> str:
    """The form of a verb after "he".

    >>> third_person("kill"), third_person("march"), third_person("carry"), third_person("deploy")
    ('kills', 'marches', 'carries', 'deploys')
    """
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _without(tree: Sentence, gone: set[int]) -> Sentence:
    """The tree without some words on which no other hangs."""
    kept = [i for i in range(len(tree.words)) if i not in gone]
    number = {old: new for new, old in enumerate(kept)}
    return Sentence(
        words=tuple(tree.words[i] for i in kept),
        spaces=tuple(tree.spaces[i] or i + 1 in gone for i in kept),
        tags=tuple(tree.tags[i] for i in kept),
        pos=tuple(tree.pos[i] for i in kept),
        lemmas=tuple(tree.lemmas[i] for i in kept),
        heads=tuple(number[tree.heads[i]] for i in kept),
        deps=tuple(tree.deps[i] for i in kept),
        doc_id=tree.doc_id,
    )


def _capitalized(tree: Sentence) -> Sentence:
    first = tree.words[0]
    return dataclasses.replace(tree, words=(first[:1].upper() + first[1:], *tree.words[1:]))
