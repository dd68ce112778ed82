"""Findings in the window: what the rules say, one click that tries a remedy, and what came of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from msgspec.structs import replace as changed
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from tests.session.conftest import FakePreparation, Turned
from tests.views.frames import frame_of
from vgviz import Activation, Experiment, Init, Network, Simulation, Training
from vgviz.analysis.findings import findings
from vgviz.analysis.rules import DEFAULT_RULES
from vgviz.engine.telemetry import Snapshot
from vgviz.number_format import number
from vgviz.session.messages import Command, Configure, Frame, Moved, RemoveRun, RunSteps, Undo
from vgviz.views.desk import Desk
from vgviz.views.findings.finding_card import FindingCard
from vgviz.views.findings.findings_panel import TOO_LITTLE, WHAT_IT_TAKES, FindingsPanel
from vgviz.views.findings.rule_rows import threshold_quantity
from vgviz.views.findings.trial import Outcome
from vgviz.views.findings.trial_card import TrialCard, predicted_words
from vgviz.views.selection import Place
from vgviz.views.theme import DARK, LIGHT

SICK = Experiment()
HEALTHY = Experiment(network=Network.uniform(8, 10, activation="relu", init=Init("he_normal")))


class Bench:
    """A panel, and a session that is turned by hand."""

    def __init__(self, qtbot: QtBot, *experiments: Experiment) -> None:
        self.qtbot = qtbot
        self.sent: list[Command] = []
        self.session = Turned(experiments[0], FakePreparation(is_ready=True), *experiments[1:])
        self.desk = Desk(self._send)
        self.panel = FindingsPanel(DARK, self.desk)
        qtbot.addWidget(self.panel)
        self.panel.resize(320, 700)
        self.panel.show()
        self.frame = self.show(self.session.send())

    @property
    def snapshot(self) -> Snapshot:
        return self.frame.snapshots[0]

    @property
    def cards(self) -> list[FindingCard]:
        """As they lie below each other."""
        return sorted(self.panel.cards.values(), key=lambda card: card.y())

    @property
    def trial(self) -> TrialCard:
        (card,) = self.panel.trial_cards
        return card

    def show(self, frame: Frame | None) -> Frame:
        if frame is not None:
            self.frame = frame
        self.desk.findings.note(self.frame)
        self.desk.findings.look(self.frame)
        self.panel.show_text(self.frame)
        return self.frame

    def train(self, steps: int) -> None:
        self.show(self.session.train(RunSteps(steps)))

    def catch_up(self) -> None:
        self.qtbot.waitUntil(lambda: self.panel.is_up_to_date)

    def press(self, card: FindingCard, remedy: str) -> None:
        (button,) = (button for button in card.buttons if button.remedy.label == remedy)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def _send(self, command: Command) -> None:
        self.sent.append(command)
        self.show(self.session.send(command))


BenchMaker = Callable[..., Bench]


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[BenchMaker]:
    """Makes a bench, which outlives the events of its test."""
    made: list[Bench] = []

    def make(*experiments: Experiment) -> Bench:
        made.append(Bench(qtbot, *experiments))
        return made[-1]

    yield make
    for each in made:
        each.session.loop.close()


def test_cards_say_what_the_rules_say_of_the_engines_numbers(bench: BenchMaker) -> None:
    made = bench(SICK)
    found = findings(made.snapshot)
    assert [card.finding.rule.name for card in made.cards] == ["vanishing", "poor_initialization"]
    for card, finding in zip(made.cards, found, strict=True):
        assert card.head.text() == finding.rule.label
        assert (card.seen.text, card.why.text) == (finding.seen, finding.why)
        assert card.place.text() == "layer 1"
        card.open(True)
        assert [button.remedy.label for button in card.buttons] == [each.label for each in finding.remedies]
    assert number(made.snapshot.vanishing_ratio, 2) in made.cards[0].seen.text


def test_where_networks_are_compared_a_card_says_which_it_is_of(bench: BenchMaker) -> None:
    made = bench(SICK, SICK)
    assert made.cards[0].place.text() == "A: layer 1"
    made.desk.selection.turn_to(1)
    made.show(made.frame)
    made.catch_up()
    assert made.cards[0].place.text() == "B: layer 1"


def test_only_the_first_card_is_open_and_closed_ones_build_no_buttons(bench: BenchMaker) -> None:
    first, second = bench(SICK).cards
    assert (first.is_open, second.is_open) == (True, False)
    assert first.buttons
    assert not second.buttons


def test_another_experiment_is_offered_its_remedies_in_the_same_buttons(bench: BenchMaker) -> None:
    made = bench(SICK)
    before = list(made.cards[0].buttons)
    deeper = changed(SICK, network=Network.uniform(20, 10))
    made.show(made.session.send(Configure(deeper)))
    (card, *_others) = made.cards
    assert [button.remedy.label for button in card.buttons] == [
        remedy.label for remedy in card.finding.remedies
    ]
    assert card.buttons[0] is before[0]
    made.press(card, "Batch normalization")
    assert made.snapshot.experiment.network.hidden == tuple(
        changed(layer, normalization="batch") for layer in deeper.network.hidden
    )


def test_new_numbers_alone_ask_for_no_new_layout(bench: BenchMaker) -> None:
    made = bench(SICK)
    made.train(3)
    made.catch_up()
    QCoreApplication.sendPostedEvents()
    layout = made.cards[0].layout()
    assert layout is not None
    layout.activate()
    former = made.cards[0].seen.text
    made.train(60)
    assert made.cards[0].seen.text != former
    assert not layout.activate(), "nothing is to be laid out"


def test_a_second_click_on_take_it_back_undoes_nothing_else(bench: BenchMaker) -> None:
    made = bench(SICK)
    made.press(made.cards[0], "Batch normalization")
    (trial,) = made.desk.findings.trials
    made.desk.findings.take_back(trial)
    made.desk.findings.take_back(trial)
    assert [command.gesture for command in made.sent if isinstance(command, Undo)] == [trial.gesture]


def test_a_healthy_network_is_quiet_and_says_what_was_looked_at(bench: BenchMaker) -> None:
    made = bench(HEALTHY)
    made.train(20)
    assert not made.cards
    assert made.panel.quiet.text() == "Nothing to report."
    assert made.panel.quiet.isVisible()
    looked = made.panel.looked_at.text
    assert looked.startswith("Looked at 9 layers at step 20 for: vanishing gradient, exploding gradient")
    assert looked.count(",") == len(DEFAULT_RULES) - 1


def test_where_there_is_too_little_to_judge_by_nothing_older_is_left(bench: BenchMaker) -> None:
    it = bench(SICK)
    assert it.cards
    it.desk.findings.rest()
    it.desk.findings.set_thresholds({})
    it.panel.show_text(it.frame)
    assert not it.panel.cards
    assert (it.panel.quiet.text(), it.panel.looked_at.text) == (TOO_LITTLE, WHAT_IT_TAKES)
    it.show(it.frame)
    assert it.cards


def test_a_button_says_all_that_it_changes_and_changes_just_that(bench: BenchMaker) -> None:
    made = bench(SICK)
    made.train(10)
    buttons = {button.remedy.label: button for button in made.cards[0].buttons}
    assert buttons["Batch normalization"].words == "normalization none → batch; training starts anew"
    assert buttons["ReLU with He’s initialization"].words == (
        "activation sigmoid → ReLU; initialization Glorot uniform → He normal; training starts anew"
    )
    wanted = buttons["Batch normalization"].remedy(SICK)
    made.press(made.cards[0], "Batch normalization")
    assert made.sent == [Configure(wanted, restart=True)]
    assert made.snapshot.experiment == wanted


def test_what_was_predicted_stands_beside_what_is_measured(bench: BenchMaker) -> None:
    made = bench(SICK)
    made.train(30)
    remedy = made.cards[0].buttons[0].remedy
    made.press(made.cards[0], remedy.label)
    assert made.trial.name.text == f"Tried: {remedy.label}"
    assert made.trial.sentence.text == remedy.prediction.sentence
    assert made.trial.predicted.text == predicted_words(remedy.prediction)
    measured = Simulation(remedy(SICK), "numpy")
    ratio = measured.snapshot(batch=measured.probe).vanishing_ratio
    assert made.trial.measured.text == f"{number(ratio)} at step 0"
    assert remedy.prediction.low < ratio < remedy.prediction.high
    assert made.trial.outcome.text == "The prediction came true."
    assert not made.cards


def test_one_undo_takes_a_remedy_back_with_the_training_it_had_discarded(bench: BenchMaker) -> None:
    made = bench(SICK)
    made.train(30)
    before = made.snapshot
    made.press(made.cards[0], "Batch normalization")
    assert made.snapshot.step == 0
    QTest.mouseClick(made.trial.take_back, Qt.MouseButton.LeftButton)
    assert made.sent[-1] == Undo()
    assert (made.snapshot.step, made.snapshot.experiment) == (before.step, SICK)
    assert made.snapshot.vanishing_ratio == before.vanishing_ratio
    assert made.trial.outcome.text == "Taken back."
    assert made.trial.take_back.isHidden()
    assert made.cards[0].finding.rule.name == "vanishing"
    QTest.mouseClick(made.trial.close_button, Qt.MouseButton.LeftButton)
    made.catch_up()
    assert not made.panel.trial_cards


def test_a_prediction_is_measured_after_the_wait_it_names(bench: BenchMaker) -> None:
    made = bench(changed(HEALTHY, training=Training(learning_rate=1e-6)))
    made.train(20)
    (card,) = made.cards
    assert card.finding.rule.name == "updates_too_small"
    (button,) = card.buttons
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert made.trial.measured.text == "at step 30; now at 20"
    made.train(9)
    assert made.trial.measured.text == "at step 30; now at 29"
    made.train(1)
    largest = float(made.snapshot.update_ratio.max())
    assert made.trial.measured.text == f"{number(largest)} at step 30"
    made.train(5)
    assert made.trial.measured.text == f"{number(largest)} at step 30"


def test_a_prediction_that_does_not_come_true_is_called_so(bench: BenchMaker) -> None:
    made = bench(SICK)
    (finding, *_) = made.desk.findings.findings
    remedy = finding.remedies[0]
    wrong = replace(remedy, prediction=replace(remedy.prediction, low=1e6, number=2e6, high=3e6))
    made.desk.findings.apply(finding, wrong)
    assert made.trial.outcome.text == "The prediction did not come true."
    assert made.trial.predicted.text == "about 2.0e+06, from 1.0e+06 to 3.0e+06"


def test_settings_changed_meanwhile_end_the_wait(bench: BenchMaker) -> None:
    made = bench(changed(HEALTHY, training=Training(learning_rate=1e-6)))
    made.train(20)
    QTest.mouseClick(made.cards[0].buttons[0], Qt.MouseButton.LeftButton)
    made.desk.send(Configure(HEALTHY))
    assert made.trial.outcome.text == "Settings were changed before it could be measured."


def test_a_trial_takes_back_its_own_edit_and_no_other_runs(bench: BenchMaker) -> None:
    made = bench(SICK, SICK)
    made.press(made.cards[0], "Batch normalization")
    tried = made.frame.snapshots[0].experiment
    assert made.trial.name.text == "A: Tried: Batch normalization"
    assert made.trial.take_back.isEnabled()
    wider = changed(SICK, network=Network.uniform(8, 12))
    made.desk.send(Configure(wider, run=1))
    made.catch_up()
    assert not made.trial.take_back.isEnabled()
    assert not made.trial.why_not.isHidden()
    made.desk.findings.take_back(made.desk.findings.trials[0])
    made.session.send(
        Undo(made.desk.findings.trials[0].gesture)
    )  # one that crossed the other edit on its way
    assert [shot.experiment for shot in made.frame.snapshots] == [tried, wider]
    made.desk.send(Undo())
    made.catch_up()
    assert made.trial.take_back.isEnabled()
    assert made.trial.why_not.isHidden()
    QTest.mouseClick(made.trial.take_back, Qt.MouseButton.LeftButton)
    assert [shot.experiment for shot in made.frame.snapshots] == [SICK, SICK]
    assert made.trial.outcome.text == "Taken back."


def test_a_trial_stays_with_its_network_where_another_is_removed(bench: BenchMaker) -> None:
    made = bench(SICK, HEALTHY, SICK)
    made.desk.selection.choose(Place(0, run=2))
    made.show(None)
    made.press(made.cards[0], "Batch normalization")
    assert made.trial.name.text == "C: Tried: Batch normalization"
    made.desk.selection.follow(Moved((0, 2)))
    made.desk.send(RemoveRun(1))
    assert made.trial.name.text == "B: Tried: Batch normalization"
    assert made.desk.findings.trials[0].outcome is not Outcome.GIVEN_UP
    made.desk.selection.follow(Moved((0,)))
    made.desk.send(RemoveRun(1))
    assert made.desk.findings.trials == ()


def test_trials_are_taken_back_one_after_the_other(bench: BenchMaker) -> None:
    made = bench(SICK)
    made.press(made.cards[0], "Batch normalization")
    (finding,) = (
        each for each in findings(Simulation(SICK, "numpy").snapshot()) if each.rule.name == "vanishing"
    )
    made.desk.findings.apply(finding, finding.remedies[0])
    made.catch_up()
    first, second = made.panel.trial_cards
    assert (first.take_back.isEnabled(), second.take_back.isEnabled()) == (False, True)
    QTest.mouseClick(second.take_back, Qt.MouseButton.LeftButton)
    made.catch_up()
    assert first.take_back.isEnabled()
    QTest.mouseClick(first.take_back, Qt.MouseButton.LeftButton)
    assert made.snapshot.experiment == SICK
    assert [card.outcome.text for card in made.panel.trial_cards] == ["Taken back.", "Taken back."]


def test_a_refused_remedy_says_so(bench: BenchMaker) -> None:
    made = bench(SICK)
    made.session.preparation.compiling = {"float32"}
    (finding, *_) = made.desk.findings.findings
    remedy = replace(finding.remedies[0], change=lambda experiment: changed(experiment, precision="float32"))
    made.desk.findings.apply(finding, remedy)
    assert made.trial.outcome.text == "It was not possible."
    assert made.desk.findings.trials[0].outcome is Outcome.REFUSED


def test_a_click_on_a_finding_chooses_its_layer(bench: BenchMaker) -> None:
    made = bench(Experiment(network=Network.uniform(6, 10, activation="tanh", init=Init("normal", 3.0))))
    card = made.panel.cards["saturated"]
    assert card.finding.layer == int(made.snapshot.saturated_fraction[:-1].argmax()) > 0
    QTest.mouseClick(card.seen, Qt.MouseButton.LeftButton)
    assert made.desk.selection.place == Place(card.finding.layer)
    made.desk.selection.choose(None)
    QTest.mouseClick(card.head, Qt.MouseButton.LeftButton)
    assert made.desk.selection.place == Place(card.finding.layer)
    assert not card.is_open


def test_findings_are_those_of_the_chosen_run(bench: BenchMaker) -> None:
    made = bench(HEALTHY, SICK)
    assert made.panel.quiet.text() == "A: Nothing to report."
    made.desk.selection.choose(Place(0, run=1))
    made.show(None)
    assert [card.finding.rule.name for card in made.cards] == ["vanishing", "poor_initialization"]
    made.press(made.cards[0], "Batch normalization")
    (command,) = made.sent
    assert isinstance(command, Configure)
    assert (command.run, command.restart) == (1, True)


def test_a_threshold_is_read_changed_and_reset_in_its_fold(bench: BenchMaker) -> None:
    made = bench(HEALTHY)
    rows = made.panel.rule_rows
    for rule in DEFAULT_RULES:
        assert rows.folds[rule.name].button.text().startswith(rule.label[:12])
        assert rows.sliders[rule.name].value == rule.threshold
    slider = rows.sliders["exploding"]
    rows.folds["exploding"].open(True)
    made.panel.rules_fold.open(True)
    slider.field.setFocus()
    slider.field.selectAll()
    QTest.keyClicks(slider.field, "2")
    QTest.keyClick(slider.field, Qt.Key.Key_Return)
    assert made.desk.findings.thresholds == {"exploding": 2.0}
    made.catch_up()
    assert set(made.panel.cards) == {
        finding.rule.name for finding in findings(made.snapshot, rules=made.desk.findings.rules)
    }
    QTest.mouseClick(rows.reset, Qt.MouseButton.LeftButton)
    assert made.desk.findings.thresholds == {}
    made.catch_up()
    assert slider.value == 1000.0
    assert rows.reset.isHidden()


def test_a_stricter_threshold_finds_at_once(bench: BenchMaker) -> None:
    made = bench(HEALTHY)
    ratio = made.snapshot.vanishing_ratio
    made.desk.findings.set_thresholds({"vanishing": ratio * 1.1})
    made.catch_up()
    assert "vanishing" in made.panel.cards
    made.desk.findings.set_thresholds({"vanishing": 1e-6})
    made.catch_up()
    assert "vanishing" not in made.panel.cards


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 0.0, -1.0])
def test_a_damaged_threshold_is_the_default(bench: BenchMaker, bad: float) -> None:
    made = bench(HEALTHY)
    made.desk.findings.set_thresholds({"vanishing": bad, "unknown": 3.0})
    assert made.desk.findings.rules == DEFAULT_RULES


def test_every_default_threshold_lies_on_its_slider() -> None:
    for rule in DEFAULT_RULES:
        scale = threshold_quantity(rule).scale
        assert scale.low <= rule.threshold <= scale.high


def test_weights_that_do_not_move_are_found_by_their_past(bench: BenchMaker) -> None:
    made = bench(
        Experiment(network=Network.uniform(60, 10), precision="float32", training=Training(learning_rate=0.1))
    )
    made.train(20)
    card = made.panel.cards["unchanged"]
    assert "as they were at step 0" in card.seen.text


def test_a_look_back_is_judged_by_what_went_before_it_and_forgets_nothing(bench: BenchMaker) -> None:
    stuck = Experiment(network=Network.uniform(60, 10), precision="float32")
    made = bench(stuck)
    made.train(20)
    middle = made.snapshot
    made.train(40)
    now = made.frame
    made.show(replace(now, snapshots=(middle,), moment=20, newest=now.snapshots))
    assert "as they were at step 0" in made.panel.cards["unchanged"].seen.text
    made.show(now)
    assert "as they were at step 0" in made.panel.cards["unchanged"].seen.text


def test_a_remedy_tried_while_looking_back_changes_the_settings_of_now(bench: BenchMaker) -> None:
    made = bench(SICK)
    past = made.snapshot
    made.session.send(Configure(changed(SICK, seed=5)))
    now = made.session.send(Configure(changed(SICK, seed=5, training=Training(learning_rate=0.7))))
    assert now is not None
    made.show(replace(now, snapshots=(past,), moment=0, newest=now.snapshots))
    made.press(made.cards[0], "Batch normalization")
    command = made.sent[-1]
    assert isinstance(command, Configure)
    assert (command.experiment.seed, command.experiment.training.learning_rate) == (5, 0.7)
    assert command.experiment.network.hidden[0].normalization == "batch"


def test_in_a_narrow_dock_nothing_is_cut_at_the_side(bench: BenchMaker) -> None:
    made = bench(Experiment(network=Network.uniform(60, 20, activation="relu", normalization="batch")))
    made.panel.resize(220, 500)
    made.show(None)
    QCoreApplication.processEvents()
    assert "batch_norm_growth" in made.panel.cards
    (area,) = made.panel.findChildren(QScrollArea)
    content = area.widget()
    assert content is not None
    assert content.width() <= area.viewport().width()
    for card in made.cards:
        assert card.place.geometry().right() <= card.width()
        assert card.head.text().endswith("…") or card.head.text() == card.finding.rule.label


def test_any_network_can_be_shown_in_both_themes(bench: BenchMaker) -> None:
    for experiment in (
        Experiment(network=Network.uniform(1, 1)),
        Experiment(network=Network.uniform(30, 4, activation=Activation("relu"))),
    ):
        made = bench(experiment)
        made.panel.set_theme(LIGHT)
        made.show(frame_of(made.snapshot))
        assert not made.panel.grab().isNull()


def test_a_rules_name_is_told_in_full_where_the_panel_is_narrow(bench: BenchMaker) -> None:
    made = bench(SICK)
    card = made.cards[0]
    metrics = card.head.fontMetrics()
    made.panel.resize(metrics.horizontalAdvance(card.finding.rule.label) + 110, 700)
    made.qtbot.waitUntil(lambda: card.place.y() > card.head.y() + card.head.height() / 2)
    assert card.head.text() == card.finding.rule.label
    made.panel.resize(400, 700)
    made.qtbot.waitUntil(lambda: card.place.x() > card.head.x() + card.head.width())
