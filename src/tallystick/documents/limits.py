"""How much of a document is read; what lies beyond is named, never silently left out."""

from __future__ import annotations

MAX_BYTES = 128 * 2**20
MAX_UNPACKED = 256 * 2**20  # bytes that the parts of a DOCX or XLSX may unpack to
MAX_CHARACTERS = 20_000_000
MAX_CELLS = 500_000
MAX_COLUMNS = 2_000
MAX_PAGES = 2_000
MAX_PAGE = 8 * 2**20  # bytes that draw a page
MAX_NESTING = 100
