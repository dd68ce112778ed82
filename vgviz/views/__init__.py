"""Widgets: the only room that knows QtWidgets and pyqtgraph."""

from vgviz.views.escaping_errors import guard_overrides
from vgviz.views.unread_sources import leave_sources_unread

leave_sources_unread()
guard_overrides()
