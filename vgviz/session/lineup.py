"""The compared simulations: one to four that train in step. Knows no states and tells nobody."""

from collections.abc import Mapping, Sequence

from vgviz.engine.memory import refuse_comparison_if_too_large
from vgviz.engine.simulation import Simulation
from vgviz.engine.simulation_state import SimulationState
from vgviz.engine.transplant import Origin
from vgviz.experiment import Experiment, ExperimentError
from vgviz.export.run_letters import MOST_RUNS

NO_ROOM = f"There is room for {MOST_RUNS} networks side by side. Remove one first."

States = tuple[SimulationState, ...]


class Lineup:
    """Simulations that start alike and have done as many steps each.

    Equal seeds give the same data, batches and initial weights wherever shapes agree. Where one has to start
    anew, all do. What raises leaves everything as it was.

    Attributes
    ----------
    simulations : the first, A, is what the others are compared with; empty before `open`.
    stopped : indices of those whose numbers are no longer finite; they train no more.
    """

    def __init__(self) -> None:
        self.simulations: tuple[Simulation, ...] = ()
        self.stopped: frozenset[int] = frozenset()

    @property
    def experiments(self) -> tuple[Experiment, ...]:
        """What each simulates."""
        return tuple(simulation.experiment for simulation in self.simulations)

    @property
    def going(self) -> tuple[Simulation, ...]:
        """Those that train; their first sets the pace where runs differ in it."""
        return tuple(simulation for run, simulation in enumerate(self.simulations) if run not in self.stopped)

    @property
    def step(self) -> int:
        """Steps that those which have not stopped have done."""
        return max(simulation.step for simulation in self.simulations)

    @property
    def is_finite(self) -> bool:
        """Whether the numbers of any run are finite."""
        return any(simulation.is_finite for simulation in self.simulations)

    @property
    def state_bytes(self) -> int:
        """Memory that `states` takes."""
        return sum(simulation.state_bytes for simulation in self.simulations)

    def open(self, experiments: Sequence[Experiment], backend: str) -> None:
        """Step 0 of each of these experiments."""
        first = Simulation(experiments[0], backend=backend)
        _refuse_if_too_large(first, experiments)
        others = [first.copy() for _ in experiments[1:]]
        for simulation, experiment in zip(others, experiments[1:], strict=True):
            simulation.reconfigure(experiment)
            simulation.restart()
        self._take((first, *others))

    def copy(self) -> "Lineup":
        """The same runs at exactly this point; what these do is not the others'."""
        twin = Lineup()
        twin.simulations = tuple(simulation.copy() for simulation in self.simulations)
        twin.stopped = self.stopped
        return twin

    def use_backend(self, name: str) -> None:
        """Go on with another backend, from exactly the same states."""
        for simulation in self.simulations:
            simulation.use_backend(name)

    def use_threads(self, most: int) -> None:
        """Train on from now on with at most so many threads, 1 or 2."""
        for simulation in self.simulations:
            simulation.threads = most

    def add(self, experiment: Experiment, *, branch: bool) -> bool:
        """Add a run beside A: from the start, as all then do, or on from A's present weights.

        Returns
        -------
        Whether it branches off; an experiment with another start cannot.
        """
        if len(self.simulations) >= MOST_RUNS:
            raise ExperimentError(NO_ROOM)
        first = self.simulations[0]
        _refuse_if_too_large(first, (*self.experiments, experiment), self.experiments)
        added = first.copy()
        added.reconfigure(experiment)
        branches = branch and not self.stopped and added.step == first.step
        self._take((*self.simulations, added))
        if not branches:
            self.restart()
        return branches

    def remove(self, run: int) -> None:
        """Take a run away; one stays."""
        kept = [simulation for index, simulation in enumerate(self.simulations) if index != run]
        self._take(tuple(kept))

    def configure(self, run: int, experiment: Experiment, origin: Origin | None = None) -> None:
        """Reconfigure one run; ``origin`` as `Simulation.reconfigure` takes it."""
        simulation = self.simulations[run]
        wanted = (*self.experiments[:run], experiment, *self.experiments[run + 1 :])
        _refuse_if_too_large(simulation, wanted, self.experiments)
        step = simulation.step
        simulation.reconfigure(experiment, origin)
        comes_back = run in self.stopped and simulation.is_finite
        if simulation.step < step or (comes_back and len(self.simulations) > 1):
            self.restart()  # what has stopped is behind the others, so it could not go on in step
        elif comes_back:
            self.stopped -= {run}

    def keeps_parameters(self, experiments: Sequence[Experiment]) -> bool:
        """Whether to reconfigure every run would lose nothing."""
        return all(
            simulation.keeps_parameters(experiment)
            for simulation, experiment in zip(self.simulations, experiments, strict=True)
        )

    def restart(self) -> None:
        """All back to step 0."""
        for simulation in self.simulations:
            simulation.restart()
        self.stopped = frozenset()

    def states(self) -> States:
        """The moment of now, to come back to."""
        return tuple(simulation.state() for simulation in self.simulations)

    def own_arrays(self) -> None:
        """Copy now what the next step would have to, because `states` or pictures have it."""
        for simulation in self.simulations:
            simulation.own_arrays()

    @property
    def is_testing(self) -> bool:
        """Whether any of them is still to be measured on the test part, as it was at an epoch's end."""
        return any(simulation.is_testing for simulation in self.simulations)

    def continue_test(self) -> None:
        """Measure a bit of the first of those."""
        next(simulation for simulation in self.simulations if simulation.is_testing).continue_test()

    def finish_tests(self) -> None:
        """Measure all of them."""
        for simulation in self.simulations:
            simulation.finish_test()

    @property
    def has_room(self) -> bool:
        """Whether such a copy is quickly there."""
        return all(simulation.has_room for simulation in self.simulations)

    def restore(self, states: States) -> None:
        """Come back to a moment, with the runs of then."""
        self.come_back([state.experiment for state in states], states, {})

    def rewind(self, states: States) -> None:
        """As `restore`, without a copy of the same runs: quicker, but what raises leaves them anywhere."""
        if [state.experiment for state in states] != list(self.experiments):
            self.restore(states)
            return
        for simulation, state in zip(self.simulations, states, strict=True):
            simulation.restore(state)
        self._take(self.simulations)

    def come_back(
        self, experiments: Sequence[Experiment], states: States | None, ways: Mapping[int, Origin]
    ) -> bool:
        """Come back to these experiments and, where it was kept, to the moment ``states``.

        Where it was not, ``ways`` are the origins of the runs whose layers have changed places.

        Returns
        -------
        Whether weights had to be drawn anew.
        """
        runs = self.simulations
        if states is None and len(experiments) != len(runs):
            self.open(experiments, runs[0].backend)
            return True
        _refuse_if_too_large(runs[0], experiments, self.experiments)
        # Copies, so that all stay as they are where one of them cannot come back.
        fitting = [
            (runs[place] if place < len(runs) else runs[0]).copy() for place in range(len(experiments))
        ]
        for simulation, state in zip(fitting, states or (), strict=False):
            simulation.restore(state)
        steps = [simulation.step for simulation in fitting]
        renewed: list[str] = []
        for run, (simulation, experiment) in enumerate(zip(fitting, experiments, strict=True)):
            way = ways.get(run) if states is None else None
            if way is not None or simulation.experiment != experiment:
                renewed += simulation.reconfigure(experiment, way)
        self._take(tuple(fitting))
        restarted = any(simulation.step < step for simulation, step in zip(fitting, steps, strict=True))
        if restarted or len({simulation.step for simulation in self.going}) > 1:
            self.restart()
        return bool(renewed)

    def stop_broken(self) -> tuple[int, ...]:
        """Stop those whose numbers have ceased to be finite; their indices."""
        broken = tuple(
            run
            for run, simulation in enumerate(self.simulations)
            if run not in self.stopped and not simulation.is_finite
        )
        self.stopped |= set(broken)
        return broken

    def _take(self, simulations: tuple[Simulation, ...]) -> None:
        broken = (run for run, simulation in enumerate(simulations) if not simulation.is_finite)
        self.stopped = frozenset(broken) if any(one.step for one in simulations) else frozenset()
        self.simulations = simulations


def _refuse_if_too_large(
    simulation: Simulation, wanted: Sequence[Experiment], in_force: Sequence[Experiment] = ()
) -> None:
    """Refuse, before anything is made of it, what the machine cannot hold side by side."""
    in_use = sum(map(simulation.memory_for, in_force))
    refuse_comparison_if_too_large(list(map(simulation.memory_for, wanted)), in_use=in_use)
