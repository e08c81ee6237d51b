"""What the tests of the house look at: its modules and its files."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("console", "layers", "plugins", "tests")
MODULES = sorted(
    [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "__pycache__" not in path.parts] + [ROOT / "poc"]
)
OURS = [path for path in MODULES if "tests" not in path.relative_to(ROOT).parts]


def name_of(path: Path) -> str:
    """How a test shows a file: its path in the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> set[str]:
    """Full names of all that a module imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:  # relative: the own package
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def tracked() -> list[Path]:
    """The text files of the repository, as git knows them; without git, all that is not made by a machine."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
    return [path for path in paths if path.is_file()]
