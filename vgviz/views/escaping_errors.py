"""Errors that escape from what Qt calls, kept from ending the process."""

import functools
import traceback
from collections.abc import Callable
from types import FunctionType
from typing import Any

from shiboken6 import Shiboken


def guard_overrides() -> None:
    """Let every class made from now on raise its errors through Qt unharmed: pyqtgraph's and the views'.

    Where Python calls Qt and Qt an override (`QWidget.resize`, then ``resizeEvent``), Shiboken hands the
    override's error on to the caller. Before Python 3.12 it crashes there if the error is one of the
    interpreter's own, as of ``1 / 0``, and not yet an object; having been caught makes it one. The error's
    traceback also keeps a `QPainter` alive, and one that outlives its paint event crashes Qt.
    """
    setattr(Shiboken.Object, "__init_subclass__", classmethod(_guard_overrides_of))  # noqa: B010 - mypy knows no such name


def _guard_overrides_of(cls: type[Shiboken.Object], /, **options: Any) -> None:
    super(Shiboken.Object, cls).__init_subclass__(**options)
    qt_classes = [base for base in cls.__mro__[1:] if base.__module__.startswith("PySide6.")]
    for name, function in list(vars(cls).items()):
        is_special = name.startswith("__")  # Python's own, which Qt does not call
        if isinstance(function, FunctionType) and not is_special and any(name in vars(c) for c in qt_classes):
            setattr(cls, name, _guarded(function))


def _guarded(override: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(override)
    def call(*arguments: Any, **options: Any) -> Any:
        try:
            return override(*arguments, **options)
        except BaseException as error:
            traceback.clear_frames(error.__traceback__)  # a painter ends here
            raise

    return call
