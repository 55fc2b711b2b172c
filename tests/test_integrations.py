"""conflictwire inside spaCy pipelines, dataframes and clusters: the same records as `extract` gives."""

import json
import pickle
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from conflictwire import Extractor
from conflictwire.errors import ConflictwireError, InputError
from conflictwire.integrations.dataframes import extract_frame, to_arrow, to_pandas, to_polars
from conflictwire.integrations.distributed import ExtractPartition, dask_meta, spark_schema

TEXTS = [
    "Gunmen killed four villagers near Gao on Monday, a local official said.",
    "The club won the cup final on penalties in front of a record crowd.",
    "Rebels fired rockets at the port of Aden on Tuesday, wounding nine workers.",
]
DAY = date(2021, 3, 4)
ROWS = {"body": TEXTS, "doc_id": ["a", "b", "c"], "publication_date": [DAY, DAY, None]}


@pytest.fixture(scope="module")
def expected() -> list[dict[str, Any]]:
    articles = [
        {"text": text, "doc_id": doc_id, "publication_date": day}
        for text, doc_id, day in zip(*ROWS.values(), strict=True)
    ]
    return [event.model_dump(mode="json") for result in Extractor().pipe(articles) for event in result]


# -- spaCy ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("conflictwire")
    return pipeline


def test_component_leaves_events_and_spans(nlp: Language) -> None:
    doc = nlp(TEXTS[0])
    (event,) = doc._.conflict_events
    (span,) = doc.spans["conflictwire"]
    assert event["sub_event_type"] == span.label_ == "attack"
    assert event["event_id"] == span.id_
    assert doc.text[event["trigger"]["start"] : event["trigger"]["end"]] == span.text == "killed"
    assert nlp(TEXTS[1])._.conflict_events == []


def test_component_takes_what_is_known_of_the_article(nlp: Language) -> None:
    doc = nlp.make_doc(TEXTS[0])
    doc._.conflict_article = {"doc_id": "a", "publication_date": "2021-03-04"}
    (event,) = nlp(doc)._.conflict_events
    assert (event["doc_id"], event["date"]["start_date"]) == ("a", "2021-03-01")


def test_component_in_several_processes_and_on_disk(nlp: Language, tmp_path: Path) -> None:
    docs = list(nlp.pipe(TEXTS, n_process=2, batch_size=1))
    assert [len(doc._.conflict_events) for doc in docs] == [1, 0, 1]
    DocBin(docs=docs, store_user_data=True).to_disk(tmp_path / "docs.spacy")
    kept = list(DocBin().from_disk(tmp_path / "docs.spacy").get_docs(nlp.vocab))
    assert json.dumps([doc._.conflict_events for doc in kept]) == json.dumps([doc._.conflict_events for doc in docs])
    assert [span.id_ for span in kept[0].spans["conflictwire"]] == [kept[0]._.conflict_events[0]["event_id"]]
    nlp.to_disk(tmp_path / "pipeline")
    assert spacy.load(tmp_path / "pipeline")(TEXTS[0])._.conflict_events == docs[0]._.conflict_events


def test_component_takes_options(tmp_path: Path) -> None:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("conflictwire", config={"min_confidence": 1.0})
    doc: Doc = pipeline(TEXTS[0])
    assert doc._.conflict_events == []
    assert doc._.conflict_warnings
    with pytest.raises(ConflictwireError):
        spacy.blank("en").add_pipe("conflictwire", config={"data": [str(tmp_path / "nowhere")]})(
            Doc(pipeline.vocab, ["a"])
        )


# -- dataframes -------------------------------------------------------------------------------------------------------

COLUMNS = {"text": "body"}


def test_pandas(expected: list[dict[str, Any]]) -> None:
    pd = pytest.importorskip("pandas")
    records = extract_frame(pd.DataFrame(ROWS), columns=COLUMNS)
    assert records["event_id"].tolist() == [event["event_id"] for event in expected]
    assert records["trigger"][0] == expected[0]["trigger"]
    assert records.dtypes.equals(to_pandas(()).dtypes), "an empty frame has the same types"


def test_polars(expected: list[dict[str, Any]]) -> None:
    pl = pytest.importorskip("polars")
    records = extract_frame(pl.DataFrame(ROWS), columns=COLUMNS)
    assert records["event_id"].to_list() == [event["event_id"] for event in expected]
    assert records.schema == to_polars(()).schema


def test_arrow(expected: list[dict[str, Any]]) -> None:
    pa = pytest.importorskip("pyarrow")
    records = extract_frame(pa.table(ROWS), columns=COLUMNS)
    assert json.loads(json.dumps(records.to_pylist(), default=date.isoformat)) == expected
    assert records.schema == to_arrow(()).schema


def test_rows_without_an_id_are_numbered() -> None:
    pd = pytest.importorskip("pandas")
    records = extract_frame(pd.DataFrame({"text": TEXTS}))
    assert records["doc_id"].tolist() == ["0", "2"]


def test_frames_that_cannot_be_used() -> None:
    pd = pytest.importorskip("pandas")
    with pytest.raises(InputError, match="no column 'text'; there are body, doc_id"):
        extract_frame(pd.DataFrame(ROWS))
    with pytest.raises(InputError, match="expected a pandas or polars frame"):
        extract_frame([1, 2])
    with pytest.raises(InputError, match="unknown facts"):
        extract_frame(pd.DataFrame(ROWS), columns={"corpus": "body"})
    with pytest.raises(ConflictwireError, match=r"article 0: .*must be a str"):
        extract_frame(pd.DataFrame({"text": [None]}))


# -- clusters ---------------------------------------------------------------------------------------------------------


def test_the_worker_is_small_and_runs_after_a_journey(expected: list[dict[str, Any]]) -> None:
    pd = pytest.importorskip("pandas")
    packed = pickle.dumps(ExtractPartition(COLUMNS))
    assert len(packed) < 2000
    worker = pickle.loads(packed)
    (records,) = worker.partitions([pd.DataFrame(ROWS)])
    assert records["event_id"].tolist() == [event["event_id"] for event in expected]


def test_dask(expected: list[dict[str, Any]]) -> None:
    pd = pytest.importorskip("pandas")
    dask = pytest.importorskip("dask.dataframe")
    frame = dask.from_pandas(pd.DataFrame(ROWS), npartitions=2)
    records = frame.map_partitions(ExtractPartition(COLUMNS), meta=dask_meta()).compute(scheduler="synchronous")
    assert sorted(records["event_id"]) == sorted(event["event_id"] for event in expected)


@pytest.mark.filterwarnings("ignore")
def test_ray(expected: list[dict[str, Any]]) -> None:
    pd = pytest.importorskip("pandas")
    ray = pytest.importorskip("ray")
    ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False)
    try:
        dataset = ray.data.from_pandas(pd.DataFrame(ROWS))
        records = dataset.map_batches(
            ExtractPartition, fn_constructor_args=(COLUMNS,), batch_format="pandas", concurrency=1
        ).take_all()
    finally:
        ray.shutdown()
    assert sorted(record["event_id"] for record in records) == sorted(event["event_id"] for event in expected)


@pytest.mark.filterwarnings("ignore")
def test_spark(expected: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    pd = pytest.importorskip("pandas")
    sql = pytest.importorskip("pyspark.sql")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    session = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        frame = session.createDataFrame(pd.DataFrame({name: ROWS[name] for name in ("body", "doc_id")}))
        records = frame.mapInPandas(ExtractPartition(COLUMNS).partitions, schema=spark_schema()).collect()
    finally:
        session.stop()
    assert {record["doc_id"] for record in records} == {event["doc_id"] for event in expected}
    assert [record["trigger"]["text"] for record in records] == [event["trigger"]["text"] for event in expected]
