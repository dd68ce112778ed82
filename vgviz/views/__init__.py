"""Widgets: the only room that knows QtWidgets and pyqtgraph."""

from vgviz.views.unread_sources import leave_sources_unread

leave_sources_unread()
