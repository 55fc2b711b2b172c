"""A column of texts in, a frame of records out."""

from pathlib import Path

import pandas as pd

from conflictwire.integrations.dataframes import extract_frame

ARTICLES = Path(__file__).parent / "articles" / "asia" / "four_articles.jsonl"


def main() -> None:
    """Counts the records of a few articles by type and country."""
    articles = pd.read_json(ARTICLES, lines=True, dtype={"date": str}, convert_dates=False)
    records = extract_frame(articles, columns={"text": "text", "doc_id": "id", "publication_date": "date"})
    news = records[~records["background"].astype(bool)]
    country = news["location"].map(lambda place: place["country"] if isinstance(place, dict) else None)
    print(news.assign(country=country).groupby(["country", "event_type"]).size().to_string())


if __name__ == "__main__":
    main()
