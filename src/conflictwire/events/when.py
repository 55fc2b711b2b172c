"""When an event was: what ties a date of the article to a predicate, by the parse or the sentence."""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping
from itertools import takewhile

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention, DateMention, Parsed
from conflictwire.entities.words import sentence_of, words_of
from conflictwire.events.claim_words import attribution_words
from conflictwire.events.history import History
from conflictwire.events.reports import Reports
from conflictwire.events.roles import Roles, normal
from conflictwire.events.steps import steps_between
from conflictwire.resources import Resources
from conflictwire.schema import Basis, DatePrecision

__all__ = ["When"]

NEIGHBOURS = 2
# a longer time may be that of which people are described ("mayor in 1984")
SHORT = (DatePrecision.MINUTE, DatePrecision.HOUR, DatePrecision.DAY, DatePrecision.WEEK)
# a date beside a reporting verb is taken only when the sentence has no other
REPORT_PENALTY = 20


class When:
    """Indexes over the dates of a `Parsed` article; read-only for its users.

    Args:
        parsed: the article.
        roles: its parse.
        party_at: the party at each token.
        reports: verbs of saying and reacting.
        resources: the word lists.
    """

    def __init__(
        self, parsed: Parsed, roles: Roles, party_at: Mapping[int, ActorMention], reports: Reports, resources: Resources
    ) -> None:
        self.parsed = parsed
        self.roles = roles
        self.reports = reports
        self._party_at = party_at
        self._dates: dict[int, list[DateMention]] = defaultdict(list)
        for mention in parsed.dates:
            self._dates[self._sentence(mention.start)].append(mention)
        self._sentence_starts = [sentence.start for sentence in words_of(parsed.doc).sentences]
        self._anniversaries = frozenset(resources.lexicon("anniversary_nouns"))
        self._orders = frozenset(resources.lexicon("order_words"))
        self._toll_verbs = frozenset(resources.lexicon("toll_verbs"))
        self._history = History(resources)
        self._deictic = frozenset(resources.lexicon("deictic_dates"))
        self._documents = attribution_words(resources).documents

    def _sentence(self, i: int) -> int:
        return int(sentence_of(self.parsed.doc[i]).start)

    def date(self, head: Token) -> DateMention | None:
        """When the event was: the date expression of its sentence that is nearest in the parse.

        "This morning" inside direct speech means the day on which it was said: the last day named before.
        """
        doc = self.parsed.doc
        nearest = min(
            (d for d in self._dates.get(self._sentence(head.i), ()) if not self._of_another(head, d)),
            key=lambda d: (
                min(steps_between(head, doc[i], self.roles) for i in range(d.start, d.end))
                + REPORT_PENALTY * (self._day_of_report(head, d) + 2 * self._aside(head, d)),
                abs(d.start - head.i),
            ),
            default=None,
        )
        if nearest is None or self._day_of_count(head, nearest):
            return None
        if self._said_on_the_day(nearest):
            before = [
                d for d in self.parsed.dates if d.end <= nearest.start and d.first is not None and d.first == d.last
            ]
            return dataclasses.replace(before[-1] if before else nearest, basis=Basis.CONTEXT)
        own = self.roles.clause(doc[nearest.end - 1]).i in (head.i, self.roles.clause(head).i)
        return dataclasses.replace(
            nearest,
            basis=Basis.ATTACHED if own else Basis.SENTENCE,
            reported=self._day_of_report(head, nearest),
            aside=self._aside(head, nearest),
        )

    def _of_another(self, head: Token, mention: DateMention) -> bool:
        """The day of a reaction ("condemned on Friday"), "two days after" another event, the year of an office."""
        last = self.parsed.doc[mention.end - 1]
        if self._history.measures(head, last.i):
            return True
        if mention.precision not in SHORT and self.roles.describes_party(last, head):
            return True
        if last.lower_ in self._orders:
            owner = last.head
            return not (owner.i == head.i or owner.is_ancestor(head))
        verb = self.roles.clause(last)
        return mention.end <= head.i and verb.i != head.i and self.reports.reacts(verb) and verb.is_ancestor(head)

    def _aside(self, head: Token, mention: DateMention) -> bool:
        """The date is that of something else that the sentence tells."""
        verb = self.roles.clause(self.parsed.doc[mention.end - 1])
        if self.roles.is_verbal(head):
            return self._describes_somebody(verb, head)
        remembered = any(normal(noun) in self._anniversaries for noun in self.roles.hangs_on(head))
        return remembered or self._describes_somebody(verb, head) or self._beyond(verb, head)

    def _describes_somebody(self, verb: Token, head: Token) -> bool:
        """The verb tells of somebody of the sentence at another time ("the judge, who had been named on Monday")."""
        noun = self.roles.modified_by(verb)
        party = self._party_at.get(noun.i) if noun is not None else None
        if noun is None or party is None or not party.person or not self.roles.earlier(verb):
            return False
        return verb.i != head.i and not verb.is_ancestor(head) and noun.i != head.i

    def _beyond(self, verb: Token, noun: Token) -> bool:
        """A reaction stands between a verb and an event noun ("resigned on Monday to protest the murder")."""
        if not verb.is_ancestor(noun) or self.reports.only_reports(verb):
            return False
        between = takewhile(lambda token: token.i != verb.i, self.roles.climb(noun))
        return any(self.reports.only_reports(token) for token in between if self.roles.is_verbal(token))

    def _day_of_report(self, head: Token, mention: DateMention) -> bool:
        """The date says when it was reported ("the army said on Tuesday"), not when it happened."""
        verb = self.roles.clause(self.parsed.doc[mention.end - 1])
        if verb.i != head.i and (self.reports.only_reports(verb) or normal(verb) in self._toll_verbs):
            return True
        text = self.roles.modified_by(verb)
        if text is not None and normal(text) in self._documents and not verb.is_ancestor(head):
            return True
        before = self.parsed.doc[max(mention.start - 2, 0) : mention.start]
        return any(self.reports.says(t) and t.i != head.i for t in before)

    def _day_of_count(self, head: Token, mention: DateMention) -> bool:
        """The date says when a toll changed ("the death toll rose to nine on Friday"), and is not the event's own."""
        last = self.parsed.doc[mention.end - 1]
        return normal(self.roles.clause(last)) in self._toll_verbs and not head.is_ancestor(last)

    def _said_on_the_day(self, mention: DateMention) -> bool:
        doc, document = self.parsed.doc, self.parsed.document
        words = doc[mention.start : mention.end].text.lower()
        position = doc[mention.start].idx
        return words in self._deictic and any(q.start <= position < q.end for q in document.quotes)

    def date_before(self, sentence_start: int) -> DateMention | None:
        """The last day named in the few sentences before the one that starts at a token."""
        found = [
            d
            for s in self._sentences_before(sentence_start)
            for d in self._dates.get(s, ())
            if d.first is not None and d.first == d.last
        ]
        own = [
            d for d in found if not self.reports.only_reports(self.roles.clause(self.parsed.doc[d.end - 1]))
        ] or found
        return dataclasses.replace(own[-1], basis=Basis.CONTEXT) if own else None

    def _sentences_before(self, sentence_start: int) -> list[int]:
        return [s for s in self._sentence_starts if s < sentence_start][-NEIGHBOURS:]
