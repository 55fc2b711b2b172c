"""One article as a card for a notebook: facts, highlighted text and a table of its records, without any script."""

from conflictwire.report.articles import ReportArticle, Reported, as_report_article
from conflictwire.report.marks import FIELDS, chunks, marks_of, segments
from conflictwire.report.page import asset, template
from conflictwire.report.words import claim_words, days, words

__all__ = ["render_card"]


def render_card(article: ReportArticle | Reported) -> str:
    """HTML of one article and its records; everything from the article is escaped."""
    shown = as_report_article(article)
    marks = marks_of(shown.events)
    parts = [
        (part.text, [marks[number] for number in part.marks])
        for part in segments(chunks(shown.text, shown.events), marks)
    ]
    page = template("card.html.jinja").render(
        article=shown, parts=parts, fields=FIELDS, style=asset("card.css"), words=words, days=days, toll=claim_words
    )
    return page.encode("utf-8", "xmlcharrefreplace").decode("utf-8")
