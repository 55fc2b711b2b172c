"""Bytes to text: UTF-8 first, then what the bytes look like; line ends stay as they are."""

import codecs
import gzip
from pathlib import Path
from typing import BinaryIO, cast

from conflictwire.formats.failures import TooLargeError

__all__ = ["MAX_BYTES", "decode", "encoding_of", "open_bytes", "read_whole"]

# One article of this size would be a book. JSONL and CSV files may be larger: they are read row by row.
MAX_BYTES = 10_000_000
_SAMPLE = 200_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Text in UTF-16 has a zero byte for every Latin letter.
_NUL_SHARE = 0.2
_GZIP = b"\x1f\x8b"


def open_bytes(path: Path) -> BinaryIO:
    """The file for reading; gzip is unpacked."""
    stream = path.open("rb")
    try:
        packed = stream.read(2) == _GZIP
        stream.seek(0)
    except BaseException:
        stream.close()
        raise
    if not packed:
        return stream
    stream.close()
    return cast("BinaryIO", gzip.open(path, "rb"))


def read_whole(stream: BinaryIO, limit: int = MAX_BYTES) -> bytes:
    """All bytes of a file that holds one article.

    Raises:
        TooLargeError: there are more than `limit`.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        msg = (
            f"too large for one article (more than {limit // 1_000_000} MB); only JSONL and CSV files, which are read "
            "row by row, may be larger"
        )
        raise TooLargeError(msg)
    return data


def encoding_of(data: bytes, tried: tuple[str, ...] = ()) -> str:
    """The encoding of a file by its first bytes; `data` may end inside a character."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    if data[:_SAMPLE].count(b"\x00") > _NUL_SHARE * len(data[:_SAMPLE]):
        return _guess(data[:_SAMPLE], tried)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError as error:
        start = max(0, error.start - _SAMPLE // 2)
        sample = data[start : start + _SAMPLE]
        return "utf-8" if _damaged_utf8(sample) else _guess(sample, tried)
    return "utf-8"


def decode(data: bytes, tried: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    r"""Text of `data`, and warnings when it is not UTF-8 or has bytes that mean nothing in its encoding.

    A byte order mark is dropped; everything else, line ends among it, stays as it is.

    Example:
        >>> decode(b"caf\xe9", ("cp1252",))
        ('café', ('W106 not UTF-8; read as cp1252',))
    """
    encoding = encoding_of(data, tried)
    warnings = () if encoding in {"utf-8", "utf-8-sig"} else (f"W106 not UTF-8; read as {encoding}",)
    try:
        return data.decode(encoding), warnings
    except UnicodeDecodeError:
        # Bytes that mean nothing come after the sample, or in the middle of a broken file.
        return data.decode(encoding, "replace"), (*warnings, "W107 bytes that are no characters replaced")


def _damaged_utf8(sample: bytes) -> bool:
    """Whether most characters beyond ASCII are good UTF-8, so that the rest is damage."""
    text = sample.decode("utf-8", "replace")
    foreign = sum(char > "\x7f" for char in text)
    return text.count("\ufffd") * 4 <= foreign


def _guess(sample: bytes, tried: tuple[str, ...]) -> str:
    from charset_normalizer import from_bytes

    if not tried:
        return "cp1252"
    best = from_bytes(sample, cp_isolation=list(tried)).best()
    return best.encoding if best is not None else "cp1252"
