"""A group that the lexicon lacks, added by one CSV row in a folder of your own.

The folder mirrors the package's `data` folder; here it holds `actors/my_groups.csv`. On the command line:

    conflictwire extract article.txt --data examples/add_a_group/my_data
"""

from pathlib import Path

from conflictwire import Extractor

TEXT = "The Red Lantern Brigades attacked an army post near Pemba on Monday, killing two soldiers, police said."
MY_DATA = Path(__file__).parent / "my_data"


def main() -> None:
    """Prints the actor of the same sentence without and with the row."""
    for name, extractor in (("built-in", Extractor()), ("with my_data", Extractor(data=[MY_DATA]))):
        for event in extractor.extract(TEXT, publication_date="2021-03-04"):
            for actor in event.actors:
                print(f"{name}: {actor.name} ({actor.kind}, {actor.country}, id {actor.actor_id})")


if __name__ == "__main__":
    main()
