"""An article as it goes into the pipeline: its text and what the caller or its file says about it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from conflictwire.errors import InputError

__all__ = ["Article", "as_article"]


class Article(BaseModel):
    """One article to read. What is given here wins over what the text says.

    Attributes:
        text: raw text; every offset of a record counts in it.
        doc_id: your id, copied into every record.
        publication_date: day of publication.
        publication_date_source: who says so: "caller", or "metadata" of the file it was read from.
        publisher: outlet or agency.
        title: headline.
        author: byline.
        warnings: what its reader has to say; they come back on the `Result`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    doc_id: str | None = None
    publication_date: date | None = None
    publication_date_source: Literal["caller", "metadata"] = "caller"
    publisher: str | None = None
    title: str | None = None
    author: str | None = None
    warnings: tuple[str, ...] = ()


def as_article(item: object) -> Article:
    """`item`, a text, an `Article` or a mapping of its fields, as an `Article`.

    Raises:
        InputError: it is something else, or a field has a wrong value.
    """
    if isinstance(item, Article):
        return item
    if isinstance(item, str):
        return Article.model_construct(text=item)
    if not isinstance(item, Mapping):
        msg = f"expected the text of an article, an Article or a mapping, got {type(item).__name__}"
        raise InputError(msg)
    if not isinstance(item.get("text"), str):
        msg = f"the text of an article must be a str, got {type(item.get('text')).__name__}"
        raise InputError(msg)
    try:
        return Article.model_construct(**_validated_fields(item))
    except ValidationError as error:
        msg = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise InputError(msg) from error


def _validated_fields(item: Mapping[Any, Any]) -> dict[str, Any]:
    """The fields validated; the text stays as it is, since pydantic refuses lone surrogates."""
    published = item.get("publication_date")
    rest = Article.model_validate({**item, "text": "", "publication_date": _day(published)})
    return {**rest.model_dump(), "text": item["text"]}


def _day(value: object) -> object:
    """The day of an ISO 8601 date or time ("2020-06-02", "20200602", "2020-06-02T10:00Z"); else the value itself."""
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError as error:
        msg = f"publication_date: {value!r} is no ISO 8601 date"
        raise InputError(msg) from error
