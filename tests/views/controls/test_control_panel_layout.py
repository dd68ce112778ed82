"""How the controls lie in their panel, whatever its size, text and theme."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.views.conftest import TextSizer
from vgviz.experiment import Experiment, Network, Training
from vgviz.views.controls.control_panel import WIDTH, ControlPanel
from vgviz.views.controls.number_slider import NumberSlider
from vgviz.views.look import sized
from vgviz.views.theme import DARK, LIGHT, apply_theme


def _content(panel: ControlPanel) -> QWidget:
    content = panel.widget()
    assert content is not None
    return content


@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.parametrize("height", [480, 600, 900])
def test_the_panel_scrolls_up_and_down_only_and_cuts_nothing_off(
    qapp: QApplication, panel: ControlPanel, height: int, opened: bool
) -> None:
    apply_theme(qapp, DARK)
    try:
        training = Training(optimizer="adam", schedule="cosine", clip_norm=1.0, weight_decay=0.1)
        network = Network.uniform(8, 10, activation="leaky_relu")
        panel.show_experiments((Experiment(network=network, training=training),))
        panel.training.more.open(opened)
        panel.resize(panel.minimumWidth(), height)
        for _ in range(10):  # a layout that depends on its own width needs more than one round
            qapp.processEvents()
        content = _content(panel)
        room = panel.viewport().width()
        assert panel.horizontalScrollBar().maximum() == 0
        assert content.width() <= room
        visible = [child for child in content.findChildren(QWidget) if child.isVisible()]
        for child in visible:
            right = child.mapTo(content, QPoint(child.width(), 0)).x()
            assert right <= room, child
            assert child.width() >= child.minimumSizeHint().width(), child
            assert child.height() >= child.minimumSizeHint().height(), child
        for row in panel.findChildren(NumberSlider):
            assert row.label.sizeHint().width() <= row.label.width(), row.label.text()
    finally:
        qapp.setStyleSheet("")


def test_a_theme_reaches_every_part(panel: ControlPanel) -> None:
    before = _content(panel).grab().toImage()
    panel.set_theme(LIGHT)
    for row in panel.findChildren(NumberSlider):
        assert row.slider._theme is LIGHT
    assert _content(panel).grab().toImage() != before


def test_every_control_has_an_accessible_name(panel: ControlPanel) -> None:
    for widget in panel.findChildren(QWidget):
        tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if tabbed and widget.isVisibleTo(panel) and widget.focusProxy() is None:
            words = widget.accessibleName() or getattr(widget, "text", str)()
            assert words or widget is panel.viewport(), widget


def test_tab_walks_from_top_to_bottom(panel: ControlPanel) -> None:
    panel.show_experiments((Experiment(training=Training(optimizer="adam", schedule="step")),))
    panel.open_only([section.title for section in panel.sections])
    panel.network.depth_row.slider.setFocus()
    content, heights, met = _content(panel), [], []
    while (focus := panel.focusWidget()) is not None and focus not in met:
        met.append(focus)
        heights.append(focus.mapTo(content, QPoint(0, focus.height() // 2)).y())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        if focus is panel.seed.die:
            break
    assert panel.seed.die in met
    assert {panel.training.more.button, panel.network.residual.switch} <= set(met)
    assert all(below >= above - 4 for above, below in pairwise(heights))


def test_in_a_narrow_window_large_text_leaves_room_and_cuts_nothing_but_lists(
    qapp: QApplication, panel: ControlPanel, write_all: TextSizer
) -> None:
    write_all(1.4)
    panel.set_theme(sized(DARK, 1.4))
    panel.fit_window(1600)
    assert panel.minimumWidth() == round(1.4 * WIDTH)
    panel.fit_window(1024)
    assert panel.minimumWidth() < 360
    panel.resize(panel.minimumWidth(), 600)
    for _ in range(10):
        qapp.processEvents()
    content = _content(panel)
    assert content.width() <= panel.viewport().width()
    for row in panel.findChildren(NumberSlider):
        assert row.label.sizeHint().width() <= row.label.width(), row.label.text()
    panel.fit_window(400)  # no window is so narrow, but the controls stay whole
    assert panel.minimumWidth() >= content.minimumSizeHint().width()
