"""Neighbours: the same meaning as checks of pandera and expectations of Great Expectations, and other formats.

Each neighbour is imported only where somebody asks for it. `frames` is a table as its backend holds it; `sieve`,
`limits`, `sums` and `agreement` say once, over any frame, which rows break; doubt is judged by `engines`.
"""
