import subprocess
import sys
import textwrap

import pytest

import conflictwire

HEAVY = ("spacy", "pydantic", "dateparser", "typer", "numpy")


def run_python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_takes_less_than_50_ms():
    code = """
        import time
        start = time.process_time()
        import conflictwire
        print((time.process_time() - start) * 1000)
    """
    assert min(float(run_python(code)) for _ in range(3)) < 50


def test_import_loads_nothing_heavy():
    loaded = run_python(f"import sys, conflictwire; print([m for m in {HEAVY!r} if m in sys.modules])")
    assert loaded == "[]"


def test_help_and_version_do_not_load_the_pipeline():
    code = """
        import sys
        from conflictwire.cli import main
        for argument in ("--help", "--version"):
            sys.argv = ["conflictwire", argument]
            try:
                main()
            except SystemExit as stop:
                assert stop.code in (0, None), stop.code
        print([m for m in ("spacy", "pydantic", "dateparser", "numpy") if m in sys.modules])
    """
    assert run_python(code).splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", conflictwire.__all__)
def test_every_public_name_resolves_and_is_listed(name):
    assert getattr(conflictwire, name) is not None
    assert name in dir(conflictwire)


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = conflictwire.no_such_name


def test_version_is_a_string_of_numbers():
    assert conflictwire.__version__[0].isdigit()
