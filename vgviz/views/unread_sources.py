"""PySide6's own import hook, kept from reading the source of every module."""

import sys

import PySide6.QtCore  # noqa: F401 - installs the hook


def leave_sources_unread() -> None:
    """Import quicker, by a tenth of a second at the start, and keep no module's source in memory.

    PySide6 looks into each imported source for its own name, to know where the optional spelling
    of its functions (``from __feature__ import snake_case``) might be wished. It is wished nowhere here.
    """
    hook = sys.modules.get("shibokensupport.feature")
    if hasattr(hook, "_mod_uses_pyside"):
        setattr(hook, "_mod_uses_pyside", lambda _module: True)  # noqa: B010 - not its public name
