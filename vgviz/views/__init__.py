"""Widgets: the only room that knows QtWidgets and pyqtgraph."""
