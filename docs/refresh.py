"""Rewrites what the documentation shows of the code: the record in README.md and the API page.

python docs/refresh.py
"""

import inspect
import json
import re
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
API = ROOT / "docs" / "api.md"
ARTICLE = ROOT / "examples" / "articles" / "air_strike_yemen.txt"
BEGIN, END = "<!-- record: begin -->", "<!-- record: end -->"
PUBLIC = {
    "conflictwire": ("extract", "Extractor", "Result", "Settings", "Article", "read_articles", "ReadFailure"),
    "conflictwire.schema": (
        "ConflictEvent", "Span", "Party", "Place", "EventDate", "Source", "CasualtyClaim", "Codes", "Offset",
        "EventType", "SubEventType", "Status", "ActorKind", "PlacePrecision", "DatePrecision", "Basis", "CasualtyKind",
        "CasualtyWho",
    ),
    "conflictwire.annotations": ("Annotations",),
    "conflictwire.explanation": ("Explanation",),
    "conflictwire.batch": ("run", "BatchOptions", "BatchReport"),
    "conflictwire.formats.writers": ("export", "Export"),
    "conflictwire.evaluation": ("evaluate", "read_gold"),
    "conflictwire.report": ("render_report", "ReportArticle"),
    "conflictwire.integrations.dataframes": ("extract_frame", "to_arrow", "to_pandas", "to_polars"),
    "conflictwire.integrations.distributed": ("ExtractPartition", "spark_schema", "dask_meta"),
    "conflictwire.errors": (
        "ConflictwireError", "InputError", "DataFileError", "PipelineError", "RecordError", "BatchError",
    ),
}  # fmt: skip


def shown_record() -> str:
    """The first record of the article that the README shows, one field a line."""
    from conflictwire import extract

    with ARTICLE.open(encoding="utf-8", newline="") as file:
        event = extract(file.read(), doc_id=ARTICLE.name)[0]
    fields = event.model_dump(mode="json").items()
    lines = (f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields)
    return "{\n" + ",\n".join(lines) + "\n}"


def with_record(readme: str) -> str:
    """The README with the record that the code gives now."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n```json\n{shown_record()}\n```\n{END}{after}"


def api_page() -> str:
    """The public names with their signatures and docstrings."""
    parts = ["# API reference\n\nMade from the docstrings by `python docs/refresh.py`.\n"]
    for module, names in PUBLIC.items():
        home = import_module(module)
        parts.append(f"## `{module}`\n")
        for name in names:
            parts.extend(_entry(name, getattr(home, name), "###"))
    return "\n".join(parts)


def _entry(name: str, thing: object, level: str) -> list[str]:
    head = f"{level} `{name}{_signature(thing)}`\n"
    found = [head, *_text(thing)]
    if inspect.isclass(thing) and level == "###":
        own = {key: value for key, value in vars(thing).items() if not key.startswith(("_", "model_"))}
        for key, value in own.items():
            if inspect.isfunction(value) and inspect.getdoc(value):
                found.extend(_entry(f"{name}.{key}", value, "####"))
    return found


def _signature(thing: object) -> str:
    if not inspect.isfunction(thing):
        return ""
    names = []
    for parameter in inspect.signature(thing).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in names:
            names.append("*")
        stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        names.append(stars + parameter.name + ("" if parameter.default is parameter.empty else "=..."))
    return f"({', '.join(name for name in names if name != 'self')})"


def _text(thing: object) -> list[str]:
    """The docstring, its sections as definition-like lists."""
    doc = inspect.getdoc(thing) or ""
    text = re.sub(r"^(Args|Attributes|Returns|Yields|Raises):$", r"**\1**\n", doc, flags=re.MULTILINE)
    text = re.sub(r"^Example:$", "**Example**\n", text, flags=re.MULTILINE)
    text = re.sub(r"\n {8,}(?=\S)(?!>>>)", " ", text)
    text = re.sub(r"^ {4}([\w*]+): ", r"- `\1`: ", text, flags=re.MULTILINE)
    return [text + "\n"] if text else []


def main() -> None:
    """Writes both files."""
    README.write_text(with_record(README.read_text(encoding="utf-8")), encoding="utf-8")
    API.write_text(api_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
