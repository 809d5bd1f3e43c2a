"""An `Audit` in, a string out: one module a format."""
