"""The page: data, style, script and outlines in one HTML file that needs no network."""

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from conflictwire.report.articles import ReportArticle, Reported, as_report_article
from conflictwire.report.views import page_data

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["asset", "render_report", "template"]

# Characters that could end the script element or start a tag, and line ends that older scripts do not take in a string.
ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def render_report(articles: Iterable[ReportArticle | Reported], *, title: str = "Conflict events") -> str:
    """A page that shows articles and their records; save it as UTF-8 and open it in any browser.

    Args:
        articles: what `Extractor.extract` or `Extractor.pipe` gives, or `ReportArticle`s made from saved records.
        title: heading of the page.
    """
    data = page_data(map(as_report_article, articles))
    style, script = asset("page.css"), asset("page.js")
    page = template("page.html.jinja").render(
        title=title,
        style=style,
        script=script,
        style_hash=_source_hash(style),
        script_hash=_source_hash(script),
        outlines=asset("outlines.path"),
        data=_embedded(data),
        fields=data["fields"],
        articles=len(data["articles"]),
        events=len(data["events"]),
    )
    return page.encode("utf-8", "xmlcharrefreplace").decode("utf-8")


@cache
def asset(name: str) -> str:
    """Text of a file of the page."""
    return files("conflictwire.report").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def template(name: str) -> "Template":
    """A template; what is filled in is escaped."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(asset), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(name)


def _embedded(data: dict[str, Any]) -> str:
    """JSON that may stand in a script element."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=True).translate(ESCAPES)


def _source_hash(source: str) -> str:
    """How a content security policy names an inline script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
