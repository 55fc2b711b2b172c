"""conflictwire inside other people's pipelines: spaCy, dataframes, clusters."""
