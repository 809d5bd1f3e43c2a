"""A bare document → its figures and the ties it states; judges nothing itself. One module a kind of tie.

`stated` is the record of a tie not yet judged; `ticking` judges it.
"""

from __future__ import annotations

from tallystick.discovery.stated import Stated

__all__ = ["Stated"]
