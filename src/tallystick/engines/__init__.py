"""Tables of any size: one fused plan on Polars, DuckDB or Spark finds suspects, and only those are judged exactly.

`run_table` is the door. Floats live here and in no other package, and reach no verdict: the plan sieves with an
outward margin, `judging` decides in fractions. narwhals is the language of the plan; each engine is one small file.
"""
