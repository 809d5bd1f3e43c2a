"""What a statement means: a formula over named unknowns with units resolved, made once and judged by all.

May import `reading`'s lower neighbours only: `expressions`, `units`, `periods`, `bounds`, `model`.
"""
