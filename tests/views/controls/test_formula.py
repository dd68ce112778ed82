import pytest

from vgviz.views.controls.formula import formula_html


@pytest.mark.parametrize(
    ("equation", "html"),
    [
        ("f(z) = 1 / (1 + e^-z)", "f(z) = 1 / (1 + e<sup>−z</sup>)"),
        ("mean (z - y)^2", "mean (z − y)<sup>2</sup>"),
        ("gain sqrt(2 / fan_in)", "gain √(2 / fan<sub>in</sub>)"),
        ("sqrt(1 / fan_out)", "√(1 / fan<sub>out</sub>)"),
        ("lr 0.1^(t / N)", "lr 0.1<sup>(t / N)</sup>"),
        ("u_hat = u / sqrt(s + 1e-5)", "û = u / √(s + 10<sup>−5</sup>)"),
        ("the variance of W x + b", "the variance of W x + b"),
        ("z for z > 0, else slope z", "z for z &gt; 0, else slope z"),
    ],
)
def test_equations_are_set_as_in_a_book(equation: str, html: str) -> None:
    assert formula_html(equation) == html
