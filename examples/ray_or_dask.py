"""The same worker on Dask (here) or Ray (below): small when pickled, one extractor a process."""

import dask.dataframe as dd
import pandas as pd

from conflictwire.integrations.distributed import ExtractPartition, dask_meta

TEXTS = {
    "a": "Gunmen killed four villagers near Gao on Monday, a local official said.",
    "b": "Rebels fired rockets at the port of Aden on Tuesday, wounding nine workers.",
    "c": "The club won the cup final on penalties.",
}


def on_ray(frame: pd.DataFrame) -> pd.DataFrame:
    """The same on Ray: `pip install 'conflictwire[ray]'`."""
    import ray.data

    return ray.data.from_pandas(frame).map_batches(ExtractPartition, batch_format="pandas", concurrency=2).to_pandas()


def main() -> None:
    """Extracts two partitions."""
    frame = pd.DataFrame({"doc_id": list(TEXTS), "text": list(TEXTS.values())})
    parts = dd.from_pandas(frame, npartitions=2)
    records = parts.map_partitions(ExtractPartition(), meta=dask_meta()).compute(scheduler="synchronous")
    print(records[["doc_id", "sub_event_type", "confidence"]].to_string(index=False))


if __name__ == "__main__":
    main()
