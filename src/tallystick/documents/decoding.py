"""Bytes → text, line ends folded."""

from __future__ import annotations

from tallystick.errors import ReadError


def decode(raw: bytes, encoding: str = "utf-8-sig") -> str:
    r"""The text, line ends as `\n`, without a byte order mark; a null character becomes the sign for the unreadable.

    Raises:
        ReadError: the bytes are not in this encoding.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as problem:
        if encoding != "utf-8-sig":
            raise ReadError(
                f"the file is not in the encoding '{encoding}' it starts as", fix="save it as UTF-8"
            ) from None
        what = f"byte 0x{raw[problem.start]:02x} at offset {problem.start} is not UTF-8"
        raise ReadError(what, fix="save the file as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
