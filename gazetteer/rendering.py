"""Writing an expression in words, with the first form of the table that says it."""

from __future__ import annotations

from gazetteer.clauses import Expression


def render(expression: Expression) -> str:
    """
    Write an expression in plain English.

    Parameters
    ----------
    expression
        What to write.

    Returns
    -------
    text
        Parsing it gives the same expression, up to spans.

    """
    raise NotImplementedError
