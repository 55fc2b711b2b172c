"""`conflictwire schema`: the JSON Schema of a record."""

import json

from conflictwire.cli.app import app, write

__all__ = ["schema"]


@app.command()
def schema() -> None:
    """Print the JSON Schema of one record."""
    from conflictwire.schema import ConflictEvent

    write(json.dumps(ConflictEvent.model_json_schema(mode="serialization"), indent=2, ensure_ascii=False) + "\n")
