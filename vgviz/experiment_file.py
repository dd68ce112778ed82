"""Experiments as a text: one, or several that are compared, in a file of their own or among the settings."""

from codecs import BOM_UTF8
from pathlib import Path

import msgspec
from msgspec.structs import replace

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.experiment import Experiment, ExperimentError
from vgviz.export.run_letters import MOST_RUNS
from vgviz.whole_file import write_whole

LONGEST = 10**7  # characters; the largest that can be compared take a tenth
ENDING = ".json"


def encoded(experiments: tuple[Experiment, ...]) -> str:
    """The text for `decoded`."""
    return msgspec.json.encode(experiments).decode()


def decoded(text: str | bytes) -> tuple[Experiment, ...]:
    """The experiments in ``text``; a single one needs no list around it.

    Raises
    ------
    ValueError
        If it is anything else; the message names the field where there is one.
    """
    if len(text) > LONGEST:  # or a second would go by for each half million layers
        raise ValueError("it is too long")
    found = msgspec.json.decode(text, type=Experiment | tuple[Experiment, ...])
    experiments = (found,) if isinstance(found, Experiment) else found
    if not 1 <= len(experiments) <= MOST_RUNS:
        raise ValueError(f"it holds {len(experiments)} experiments; 1 to {MOST_RUNS} can be compared")
    return experiments


def write_experiments(path: Path, experiments: tuple[Experiment, ...]) -> None:
    """Write them to a file that people can read; raises as `write_whole` does."""
    write_whole(path, msgspec.json.format(encoded(experiments).encode(), indent=2) + b"\n")


def read_experiments(path: Path) -> tuple[Experiment, ...]:
    """What `write_experiments` wrote. A table that is not where it was is looked for beside the file.

    Raises
    ------
    ExperimentError
        With a sentence that says what is wrong with the file.
    """
    try:
        content = _content(path)
    except OSError as error:
        raise ExperimentError(f"“{path}” could not be read: {error.strerror or error}.") from error
    try:
        found = decoded(content.removeprefix(BOM_UTF8))  # which some editors put before any text
    except ValueError as error:
        raise ExperimentError(f"“{path.name}” is no experiment of vgviz: {error}.") from error
    return tuple(_with_table_beside(path, experiment) for experiment in found)


def _content(path: Path) -> bytes:
    if path.exists() and not path.is_file():  # a pipe would be waited for without end
        raise ExperimentError(f"“{path}” is no file.")
    with path.open("rb") as file:
        return file.read(LONGEST + 1)


def _with_table_beside(path: Path, experiment: Experiment) -> Experiment:
    data = experiment.data
    if not DATA_SOURCES[data.source].is_file or Path(data.path or "").is_file():
        return experiment
    beside = path.parent / Path(data.path or "").name
    return replace(experiment, data=replace(data, path=str(beside))) if beside.is_file() else experiment
