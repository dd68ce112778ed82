"""Equations of the catalogue, set for a tooltip."""

import re
from html import escape

_SIGNS = (("sqrt", "√"), (" - ", " − "), ("1e-", "10^-"), ("u_hat", "û"), ("fan_in", "fan<sub>in</sub>"))
_POWER = re.compile(r"\^([-−]?\w+|\([^()]*\)|⌊[^⌋]*⌋)")


def formula_html(equation: str) -> str:
    """Rich text with raised exponents, roots, hats and true minus signs."""
    text = escape(equation, quote=False).replace("fan_out", "fan<sub>out</sub>")
    for plain, sign in _SIGNS:
        text = text.replace(plain, sign)
    return _POWER.sub(lambda power: f"<sup>{power[1].replace('-', '−')}</sup>", text)


def definition_html(equation: str, *remarks: str) -> str:
    """An equation and what is to be said of it, in paragraphs of which the outer tags are left out."""
    return "</p><p>".join(filter(None, (formula_html(equation), *remarks)))
