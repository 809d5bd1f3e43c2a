"""A document held to other files: last year's document (`prior`), and the data that its figures come from (`data`)."""

from __future__ import annotations

from tallystick.comparing.data import state_data, values_of
from tallystick.comparing.prior import state_prior, state_twins

__all__ = ["state_data", "state_prior", "state_twins", "values_of"]
