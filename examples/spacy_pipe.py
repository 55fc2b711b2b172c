"""conflictwire as a component of a spaCy pipeline."""

import spacy

TEXTS = [
    ("Gunmen killed four villagers near Gao on Monday, a local official said.", {"publication_date": "2021-03-04"}),
    ("The club won the cup final on penalties.", {}),
]


def main() -> None:
    """Prints the records and spans that the component leaves on each document."""
    nlp = spacy.blank("en")
    nlp.add_pipe("conflictwire")
    for text, known in TEXTS:
        doc = nlp.make_doc(text)
        doc._.conflict_article = known
        doc = nlp(doc)
        print(len(doc._.conflict_events), "records in", repr(text))
        for span in doc.spans["conflictwire"]:
            print(" ", span.label_, "named by", repr(span.text))


if __name__ == "__main__":
    main()
