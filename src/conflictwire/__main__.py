"""`python -m conflictwire`: the same as the `conflictwire` command."""

from conflictwire.cli import main

if __name__ == "__main__":
    main()
