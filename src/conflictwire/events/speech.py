"""Who says what in a document: the speakers, and the stretch of text that each of them vouches for."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from conflictwire.entities.parsed import ActorMention
from conflictwire.entities.words import children_of, sentence_of, words_of
from conflictwire.events.claim_words import attribution_words
from conflictwire.events.roles import normal
from conflictwire.events.scene import Scene
from conflictwire.events.speakers import Speakers
from conflictwire.resources import Resources

__all__ = ["Speech"]

TERMINAL = (".", "!", "?", "\n")
QUOTE_MARKS = frozenset({'"', "”", "“", "''", "``", "’’", "'"})
LONGEST_SENTENCE = 150
CONTENT = frozenset({"ccomp", "xcomp", "parataxis"})
SUBORDINATE = frozenset({"acl:relcl", "advcl", "acl", "advcl:relcl"})
LONGEST_SPEAKER = 14
# characters between direct speech and the verb of saying that goes with it
BESIDE = 90
# and between direct speech and any verb of saying that may still go with it
FARTHEST = 600
# words in quotation marks that are no speech of their own
SCARE_QUOTE = 4
LONGEST_STATEMENT = 12
# words between a verb of saying and its "that" ("admitted, however, that")
SET_OFF = 6
FINITE = ("VBD", "VBZ", "VBP", "MD")


@dataclass(frozen=True, slots=True)
class _Report:
    """Tokens `start:end`, vouched for by the speakers of the word at `at`."""

    start: int
    end: int
    at: int
    speakers: tuple[ActorMention, ...]


def _closes(token: Token) -> bool:
    """The token closes a sentence: a full stop, a line break, or a closing quote after one."""
    if token.text in QUOTE_MARKS and token.i:
        token = token.nbor(-1)
    return token.text.endswith(TERMINAL) or "\n" in token.whitespace_ or token.text in (";", ":")


class Speech:
    """The reports of one document, found once."""

    def __init__(self, scene: Scene, resources: Resources) -> None:
        self._scene, self._doc = scene, scene.parsed.doc
        self._words = attribution_words(resources)
        self._reporting = frozenset(resources.lexicon("reporting_verbs"))
        self._who = Speakers(scene, resources)
        paragraphs = [p.end for p in scene.parsed.document.paragraphs]
        self._last = {
            t.i
            for t in words_of(self._doc).tokens
            if (at := bisect_left(paragraphs, t.idx + len(t))) < len(paragraphs) and paragraphs[at] == t.idx + len(t)
        }
        self._quotes = [
            span
            for q in scene.parsed.document.quotes
            if (span := self._doc.char_span(q.start, q.end, alignment_mode="expand")) is not None
            and sum(t.is_alpha for t in span) >= SCARE_QUOTE
        ]
        self._quoted = {i for span in self._quotes for i in range(span.start, span.end)}
        self._outlets: set[int] = set()
        self._reports: list[_Report] = []
        for sentence in self._sentences():
            self._reports.extend(self._of_sentence(sentence))
        self._reports.extend([*self._of_quotes(), *self._of_statements()])

    def sentence(self, token: Token) -> Span:
        """The sentence of a token, joined with neighbours from which the parser cut it without a full stop between."""
        doc, span = self._doc, sentence_of(token)
        while span.start > 0 and len(span) < LONGEST_SENTENCE and not self._ends(doc[span.start - 1]):
            span = doc[sentence_of(doc[span.start - 1]).start : span.end]
        while span.end < len(doc) and len(span) < LONGEST_SENTENCE and not self._ends(doc[span.end - 1]):
            span = doc[span.start : sentence_of(doc[span.end]).end]
        return span

    def _ends(self, token: Token) -> bool:
        """The token closes a sentence: a full stop, the end of a paragraph, or a closing quote after one."""
        return token.i in self._last or _closes(token)

    def speakers_of(self, token: Token) -> list[ActorMention]:
        """Who vouches for what a token says, outermost first; nobody where the outlet speaks in its own voice."""
        return [p for r in self._reports if r.start <= token.i < r.end and r.at != token.i for p in r.speakers]

    def is_outlet(self, party: ActorMention) -> bool:
        """The party is the outlet named behind its report ("..., reports Gulf Tribune")."""
        return party.start in self._outlets

    def of_verb(self, verb: Token) -> list[ActorMention]:
        """The speakers of a verb of saying, blaming or denying."""
        return self._who.of_verb(verb)

    def _sentences(self) -> Iterator[Span]:
        position = 0
        while position < len(self._doc):
            sentence = self.sentence(self._doc[position])
            yield sentence
            position = max(sentence.end, position + 1)

    def _is_quoting(self, token: Token) -> bool:
        return token.pos_ == "VERB" and normal(token) in self._words.quoting

    # -- reports within a sentence ---------------------------------------------------------------------------------

    def is_saying(self, token: Token) -> bool:
        """The token is a verb that reports words."""
        if token.pos_ not in ("VERB", "AUX") or self._counts(token):
            return token.pos_ in ("VERB", "AUX")
        following = token.nbor(1).lower_ if token.i + 1 < len(self._doc) else ""
        if following == "to" and normal(token) in self._words.told_of:
            return False
        told = normal(token) in self._reporting or token.lower_ in self._words.said
        return told and not any(c.dep_ == "obj" and normal(c) in self._words.unspoken for c in children_of(token))

    def _counts(self, verb: Token) -> bool:
        """The verb sets a figure ("put the toll at nine")."""
        return normal(verb) in self._words.counting and any(
            c.dep_ == "obj" and normal(c) in self._words.counted for c in children_of(verb)
        )

    def _of_sentence(self, sentence: Span) -> Iterator[_Report]:
        tokens = words_of(self._doc).tokens[sentence.start : sentence.end]
        verbs = [t for t in tokens if self.is_saying(t) or self._is_quoting(t)]
        sources = [t for t in tokens if self.is_source(t)]
        marks = sorted(t.i for t in (*verbs, *sources))
        for verb in verbs:
            found = self._of_verb(verb, sentence, marks)
            if found is not None:
                self._who.remember(found.speakers)
                yield found
        for token in sources:
            speakers = self._who.after_preposition(token, sentence)
            if speakers:
                self._who.remember(speakers)
                start, end = self._segment(token.i, sentence, marks)
                yield _Report(start, end, token.i, speakers)
        for noun in tokens:
            if noun.pos_ == "NOUN" and normal(noun) in self._words.assertions:
                yield from self._of_assertion(noun)
        for token in tokens[1:-1]:
            outlet = self._who.outlet(token, sentence)
            if outlet is not None:
                self._outlets.add(outlet.start)
                yield _Report(sentence.start, token.i, token.i, (outlet,))

    def is_source(self, token: Token) -> bool:
        """The token begins "according to", "in the opinion of" or the like."""
        phrase = self._who.source_phrase(token)
        return len(phrase) > 1 or (len(phrase) == 1 and token.dep_ == "case" and token.head.i > token.i)

    def _of_verb(self, verb: Token, sentence: Span, marks: Sequence[int]) -> _Report | None:
        if self._scene.roles.negated(verb) or self._scene.roles.marker(verb) == "without":
            return None
        if normal(verb) in self._words.quoting:
            speakers = self._who.of_quoting(verb)
            return _Report(*self._segment(verb.i, sentence, marks), verb.i, speakers) if speakers else None
        subjects = self._scene.roles.frame(verb).roles.get("subject", ())
        own = [t for t in subjects if abs(t.i - verb.i) <= LONGEST_SPEAKER and sentence.start <= t.i < sentence.end]
        first = min((self._start_of(t) for t in own if t.i < verb.i), default=verb.i)
        if self._has_content(verb, sentence):
            nobody = own or any(c.dep_ == "aux:pass" for c in children_of(verb))
            speakers = tuple(self._who.of_verb(verb)) or (() if nobody else self._who.before(verb, sentence))
            return _Report(verb.i + 1, self._right_end(verb, sentence, marks), verb.i, speakers) if speakers else None
        return self._comment(verb, first, sentence, marks)

    def _start_of(self, noun: Token) -> int:
        party = self._scene.party(noun)
        return noun.i if party is None else min(party.start, noun.i)

    def _has_content(self, verb: Token, sentence: Span) -> bool:
        """The verb introduces what is said ("said that", "said gunmen attacked", "confirmed the attack", "said:")."""
        if any(c.dep_ in CONTENT and c.i > verb.i and c.tag_ != "VBG" for c in children_of(verb)):
            return not self._is_aside(verb, sentence)
        objects = [c for c in children_of(verb) if c.dep_ == "obj" and c.i > verb.i]
        for token in self._doc[verb.i + 1 : min(verb.i + 9, sentence.end)]:
            that = token.lower_ == "that" and token.dep_ != "det" and (token.tag_ == "IN" or not objects)
            if that or token.text == ":":
                return True
            if token.is_punct or token.pos_ in ("VERB", "AUX"):
                break
        if self._counts(verb):
            return True
        nominal = normal(verb) in self._words.claiming and verb.tag_ != "VBN"
        return nominal and bool(objects) and all(normal(t) not in self._words.responsibility for t in objects)

    def _is_aside(self, verb: Token, sentence: Span) -> bool:
        """The verb is set off by commas ("The blast, police said, killed five"), rather than a word behind it."""
        after = verb.nbor(1) if verb.i + 1 < sentence.end else None
        that = any(t.lower_ == "that" for t in self._doc[verb.i + 1 : min(verb.i + SET_OFF, sentence.end)])
        return after is not None and after.text == "," and verb.tag_ != "VBG" and not that

    def _right_end(self, verb: Token, sentence: Span, marks: Sequence[int]) -> int:
        """Where the words that a verb introduces end: with the sentence, its clause, or before another speaker's."""
        end = sentence.end
        if verb.dep_ in SUBORDINATE:
            inside = [c.right_edge.i + 1 for c in children_of(verb) if c.dep_ in CONTENT and c.i > verb.i]
            end = max(inside, default=end)
        later = next((m for m in marks if verb.i < m < end), None)
        cut = None if later is None else self._break(verb.i + 1, later)
        return end if cut is None else cut

    def _break(self, start: int, end: int) -> int | None:
        """The last place between two tokens where another speaker's clause begins."""
        for i in range(end - 1, start - 1, -1):
            token = self._doc[i]
            coordinates = token.lower_ != "and" or self._doc[i - 1].text == ","
            if token.lower_ in self._words.breaks and coordinates and i > start and i not in self._quoted:
                return i
        return None

    def _segment(self, at: int, sentence: Span, marks: Sequence[int]) -> tuple[int, int]:
        """The part of a sentence that belongs to the source at a token: all of it, or up to another source's part."""
        before = max((m for m in marks if m < at), default=None)
        after = min((m for m in marks if m > at), default=None)
        start = None if before is None else self._break(before + 1, at)
        end = None if after is None else self._break(at + 1, after)
        return sentence.start if start is None else start, sentence.end if end is None else end

    def _comment(self, verb: Token, first: int, sentence: Span, marks: Sequence[int]) -> _Report | None:
        """A comment behind or inside what is said: "..., police said", "..., said Musa Bala, a spokesman"."""
        opening = [
            t.i for t in self._doc[sentence.start : first] if t.text in (",", "-", "–", "—") or t.text in QUOTE_MARKS
        ]
        bare = verb.tag_ == "VBN" and not self._scene.roles.auxiliaries(verb)  # "two men, accused of plotting"
        speakers = tuple(self._who.of_verb(verb))
        if not opening or bare:
            return None
        if not speakers:
            before = self._doc[verb.i - 1]
            inverted = (before.text == "," or before.text in QUOTE_MARKS) and verb.tag_ not in ("VBG", "VBN")
            speakers = self._who.after(verb, sentence) if inverted else ()
            speakers = speakers or self._who.between(opening[-1] + 1, verb, sentence)
        if not speakers:
            return None
        speakers = (*self._who.listed_before(speakers[0], sentence), *speakers)
        earlier = max((m for m in marks if m < verb.i), default=None)
        cut = None if earlier is None else self._break(earlier + 1, first)
        start = sentence.start if cut is None else cut
        interrupts = not any(t.tag_ in FINITE for t in self._doc[start:first])
        end = self._segment(verb.i, sentence, marks)[1] if interrupts and opening[-1] == first - 1 else first
        return _Report(start, end, verb.i, speakers)

    def _of_assertion(self, noun: Token) -> Iterator[_Report]:
        """Assertions with their owner: "the army's claim that it took the town", "reports by residents of shelling"."""
        content = [c for c in children_of(noun) if c.dep_ in ("acl", "ccomp") and c.i > noun.i and c.tag_ != "VBN"]
        speakers = self._who.owners(noun)
        if content and speakers:
            yield _Report(noun.i + 1, max(c.right_edge.i for c in content) + 1, noun.i, speakers)

    # -- direct speech ---------------------------------------------------------------------------------------------

    def _paragraph(self, token: Token) -> tuple[int, int]:
        paragraphs = self._scene.parsed.document.paragraphs
        return next(((p.start, p.end) for p in paragraphs if p.start <= token.idx < p.end), (0, 0))

    def _of_quotes(self) -> Iterator[_Report]:
        """Direct speech: its speaker stands beside it, else goes on from the quote before."""
        said = self._saying_tokens()
        running: tuple[ActorMention, ...] = ()
        paragraph: tuple[int, int] | None = None
        for quote in self._quotes:
            here = self._paragraph(quote[0])
            own = self._beside(quote, here, said)
            if not own and paragraph is not None and here != paragraph and here[0] - paragraph[1] > 1:
                running = ()
            running = own or running
            paragraph = here
            if running:
                yield _Report(quote.start, quote.end, -1, running)

    def _saying_tokens(self) -> list[Token]:
        return [t for t in words_of(self._doc).tokens if t.i not in self._quoted and self.is_saying(t)]

    def _beside(self, quote: Span, paragraph: tuple[int, int], said: Sequence[Token]) -> tuple[ActorMention, ...]:
        """Speakers of the verb of saying nearest to a quote in its paragraph; what follows the quote goes first."""
        first, last = quote[0].idx, quote[-1].idx + len(quote[-1])
        lowest, highest = max(paragraph[0], first - FARTHEST), min(paragraph[1], last + FARTHEST)
        begin, end = (bisect_left(said, edge, key=lambda t: t.idx) for edge in (lowest, highest))
        near = sorted(said[begin:end], key=lambda t: (self._gap(t, first, last), t.idx < first))
        for verb in near:
            sentence = self.sentence(verb)
            speakers = (
                tuple(self._who.of_verb(verb)) or self._who.after(verb, sentence) or self._who.before(verb, sentence)
            )
            if speakers:
                return speakers
        return ()

    @staticmethod
    def _gap(verb: Token, first: int, last: int) -> int:
        gap = verb.idx - last if verb.idx >= last else first - verb.idx
        return 0 if 0 <= gap <= BESIDE and verb.idx >= last else gap

    def _of_statements(self) -> Iterator[_Report]:
        """Statements printed whole: "The minister said:" and the paragraphs after it, up to another speaker."""
        paragraphs = self._scene.parsed.document.paragraphs
        for number, paragraph in enumerate(paragraphs):
            span = self._doc.char_span(paragraph.start, paragraph.end, alignment_mode="expand")
            if span is None or len(span) == 0 or span[-1].text != ":":
                continue
            verb = next((t for t in reversed(list(span)) if self.is_saying(t)), None)
            speakers = () if verb is None else tuple(self._who.of_verb(verb))
            last = paragraph.end
            for later in paragraphs[number + 1 : number + 1 + LONGEST_STATEMENT]:
                inside = self._doc.char_span(later.start, later.end, alignment_mode="expand")
                if inside is None or any(t.i not in self._quoted and self._reports_here(t) for t in inside):
                    break
                last = later.end
            stop = self._doc.char_span(paragraph.start, last, alignment_mode="expand")
            if speakers and stop is not None and verb is not None and stop.end > span.end:
                yield _Report(span.end, stop.end, verb.i, speakers)

    def _reports_here(self, token: Token) -> bool:
        """A verb of saying with a speaker named by a noun."""
        return self.is_saying(token) and any(p.proper for p in self._who.of_verb(token))
