"""Licences of what travels with the app or is installed with it."""

from vgviz.resource_files import resource_path

QT_NOTICE = (
    "vgviz uses Qt and PySide6 (Qt for Python) under the GNU Lesser General Public License, version 3. They "
    "are installed as separate, unmodified packages, so you may replace them with your own builds. The "
    "licence’s text is at https://www.gnu.org/licenses/lgpl-3.0.html; sources and terms are at "
    "https://code.qt.io/cgit/pyside/pyside-setup.git and https://doc.qt.io/qtforpython-6/licenses.html."
)
_BUNDLED = (
    ("Font: Inter (SIL Open Font License 1.1)", ("fonts", "Inter-LICENSE.txt")),
    ("Font: Noto Sans CJK SC (SIL Open Font License 1.1)", ("fonts", "NotoSansSC-LICENSE.txt")),
    ("Icons: Lucide (ISC License)", ("icons", "Lucide-LICENSE.txt")),
)
_PACKAGES = (
    "NumPy, SciPy, scikit-learn, Numba, threadpoolctl, psutil and msgspec: BSD; pyqtgraph: MIT; "
    "PyArrow: Apache License 2.0."
)


def licences_text() -> str:
    """Notices and the bundled licences in full."""
    parts = ["vgviz: MIT License", QT_NOTICE, _PACKAGES]
    for title, place in _BUNDLED:
        parts.append(title)
        try:
            parts.append(resource_path(*place).read_text(encoding="utf-8").strip())
        except OSError:
            parts.append("The file with the licence’s text is missing from this installation.")
    return "\n\n".join(parts)
