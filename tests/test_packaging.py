"""The data files travel with the package, however it is installed."""

import subprocess
import sys
import zipfile
from pathlib import Path

from vgviz.resource_files import resource_path

ROOT = Path(__file__).parent.parent


def _files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_checkout_finds_its_own_resources() -> None:
    assert resource_path("fonts", "Inter-Regular.otf").is_file()
    assert resource_path("icons").is_dir()


def test_wheel_carries_fonts_icons_and_their_licences_and_finds_them(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("vgviz-*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    for folder in ("fonts", "icons", "presets", "theme"):
        assert _files_below(installed / "vgviz" / "resources" / folder) == _files_below(
            ROOT / "resources" / folder
        )
    program = "import vgviz.resource_files as r; print(r.resource_path('fonts', 'Inter-Regular.otf'))"
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=installed, check=True, capture_output=True, text=True
    )
    path = Path(found.stdout.strip())
    assert path.is_file()
    assert path.is_relative_to(installed)


def test_every_bundled_font_and_icon_has_its_licence_beside_it() -> None:
    for folder in ("fonts", "icons"):
        licences = [name for name in _files_below(ROOT / "resources" / folder) if "LICENSE" in name]
        assert licences, folder
