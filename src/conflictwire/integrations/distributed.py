"""One worker for clusters: Ray Data `map_batches`, Spark `mapInPandas`, Dask `map_partitions`.

    dataset.map_batches(ExtractPartition, batch_format="pandas", concurrency=4)  # Ray: the class, kept as actors
    frame.mapInPandas(ExtractPartition().partitions, schema=spark_schema())      # Spark
    frame.map_partitions(ExtractPartition(), meta=dask_meta())                   # Dask

Records come out one row each, with the record's columns; nested ones keep their types.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from conflictwire.integrations.dataframes import extract_frame, to_pandas
from conflictwire.settings import Settings

if TYPE_CHECKING:
    import pandas as pd
    from pyspark.sql.types import StructType

    from conflictwire.pipeline import Extractor

__all__ = ["ExtractPartition", "dask_meta", "spark_schema"]


class ExtractPartition:
    """Articles in, records out, for one partition. Small when pickled: each process builds its extractor once.

    Args:
        columns: which column holds what, see `extract_frame`.
        options: fields of `Settings`.

    Raises:
        ValidationError: an option is unknown or has a wrong value.
    """

    def __init__(self, columns: Mapping[str, str] | None = None, **options: Any) -> None:  # noqa: ANN401
        self._columns = dict(columns or {})
        self._settings = Settings.model_validate(options)

    def __call__(self, frame: "pd.DataFrame") -> "pd.DataFrame":
        """The records of a frame of articles.

        Raises:
            ConflictwireError: an article cannot be used.
        """
        return extract_frame(frame, columns=self._columns, extractor=_extractor(self._settings))

    def partitions(self, frames: "Iterable[pd.DataFrame]") -> "Iterator[pd.DataFrame]":
        """The records of each frame, as Spark's `mapInPandas` asks for them; what is missing is None."""
        for frame in frames:
            records = self(frame)
            yield records.astype(object).where(records.notna(), None)


_EXTRACTORS: "dict[Settings, Extractor]" = {}


def _extractor(settings: Settings) -> "Extractor":
    """The extractor of this process for `settings`."""
    if settings not in _EXTRACTORS:
        from conflictwire.pipeline import Extractor

        _EXTRACTORS[settings] = Extractor(settings=settings)
    return _EXTRACTORS[settings]


def spark_schema() -> "StructType":
    """The record as Spark's schema, derived from its Arrow schema.

    Raises:
        ImportError: pyspark is not installed.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    from conflictwire.formats.parquet import arrow_schema

    schema: StructType = from_arrow_schema(arrow_schema())
    return schema


def dask_meta() -> "pd.DataFrame":
    """An empty frame with the columns of the record and their types, as Dask asks for it.

    Raises:
        ConflictwireError: pandas or pyarrow is not installed.
    """
    return to_pandas(())
