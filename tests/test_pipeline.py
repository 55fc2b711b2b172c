"""The Extractor: other pipelines, options, streams."""

from typing import Any

import pytest
import spacy

from conflictwire import Extractor
from conflictwire.errors import InputError, PipelineError

STORY = "Gunmen killed four villagers near Gao on Monday."


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def test_a_pipeline_without_a_parser_is_refused() -> None:
    with pytest.raises(PipelineError, match="lacks lemmatizer, parser"):
        Extractor(nlp=spacy.blank("en"))


def test_a_parser_with_other_labels_is_refused() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("parser").add_label("subject")  # type: ignore[attr-defined]
    nlp.add_pipe("lemmatizer")
    with pytest.raises(PipelineError, match="labels of the parser fit no scheme"):
        Extractor(nlp=nlp)


def test_an_unknown_pipeline_name_is_refused() -> None:
    with pytest.raises(PipelineError, match="no_such_pipeline"):
        Extractor(nlp="no_such_pipeline")


def test_a_users_own_pipeline_object_is_used(extractor: Extractor) -> None:
    assert Extractor(nlp=extractor.nlp).extract(STORY).events == extractor.extract(STORY).events


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(InputError, match="min_confidense"):
        Extractor(min_confidense=0.5)


def test_low_confidence_is_dropped_with_a_warning() -> None:
    result = Extractor(min_confidence=1.0).extract(STORY)
    assert result.status == "quiet"
    assert any(warning.startswith("V201") for warning in result.warnings)


def test_pipe_keeps_order_and_survives_bad_articles(extractor: Extractor) -> None:
    articles: list[Any] = [
        STORY,
        {"text": 5, "doc_id": "bad"},
        {"text": STORY, "doc_id": "b", "publication_date": "2021-03-15"},
        "",
    ]
    results = list(extractor.pipe(articles, batch_size=2))
    assert [r.status for r in results] == ["ok", "failed", "ok", "quiet"]
    assert [r.doc_id for r in results] == [None, "bad", "b", None]
    assert results[2].events[0].date is not None


def test_pipe_gives_what_extract_gives(extractor: Extractor) -> None:
    assert next(extractor.pipe([STORY])).events == extractor.extract(STORY).events


@pytest.mark.parametrize("value", ["yesterday", "2021-13-40", "121108"])
def test_a_publication_date_that_is_none_is_refused(extractor: Extractor, value: str) -> None:
    with pytest.raises(InputError, match="ISO 8601"):
        extractor.extract(STORY, publication_date=value)
