"""The zip archive that a DOCX or XLSX is: opened only when it is safe to unpack."""

from __future__ import annotations

import io
import zipfile

from tallystick.documents import limits
from tallystick.errors import ReadError

_OLD = b"\xd0\xcf\x11\xe0"  # the older container, which also holds what is encrypted
_HEAD = 1_024


def open_package(raw: bytes, kind: str) -> zipfile.ZipFile:
    """The archive of an office document.

    Raises:
        ReadError: it is encrypted, of the older format, broken, unpacks to too much, or declares entities.
    """
    if raw.startswith(_OLD):
        what = f"the file is encrypted, or older than {kind}"
        raise ReadError(what, fix=f"save it as {kind} without a password")
    if not raw:
        raise ReadError("the file is empty", fix="save it again")
    try:
        package = zipfile.ZipFile(io.BytesIO(raw))
        entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as problem:
        raise ReadError(f"broken {kind}: {problem}", fix="save the file again") from None
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadError("the file is encrypted", fix=f"save it as {kind} without a password")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.MAX_UNPACKED:
        raise ReadError(f"the file unpacks to {unpacked:,} bytes, more than {limits.MAX_UNPACKED:,}", fix="split it")
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with package.open(entry) as part:
                if b"<!DOCTYPE" in part.read(_HEAD):
                    raise ReadError(f"{entry.filename} declares entities", fix=f"save it as {kind} again")
    return package
