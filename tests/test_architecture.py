from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter, defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest
from samples import ROOT

PACKAGES = ("explorer", "geodata")
MODULES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
LONGEST_FUNCTION = 60  # lines of a body
WITHOUT_TEST = {"__init__", "__main__", "env"}


def classes() -> dict[str, list[Path]]:
    found: defaultdict[str, list[Path]] = defaultdict(list)
    for file in MODULES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(file)
    return found


def test_no_module_imports_one_that_imports_it() -> None:
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    imported = {each: graph.find_modules_directly_imported_by(each) for each in graph.modules}
    try:
        TopologicalSorter(imported).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_each_package_stands_on_a_floor() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    floors = next(each["layers"] for each in contracts if each["type"] == "layers")
    named = {name for floor in floors for name in re.split(r"[ |]+", floor)}
    rooms = {f"explorer.{each.stem}" for each in (ROOT / "explorer").glob("*.py") if each.stem != "__init__"}
    rooms |= {f"explorer.{each.parent.name}" for each in (ROOT / "explorer").glob("*/__init__.py")}
    assert named == rooms | {"geodata"}


def test_a_class_has_a_name_of_its_own() -> None:
    assert {name: files for name, files in classes().items() if len(files) > 1} == {}


def test_no_function_is_long() -> None:
    long = []
    for file in MODULES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and file.parent.name != "versions":
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                if node.body[-1].end_lineno - first.lineno >= LONGEST_FUNCTION:  # type: ignore[operator]
                    long.append(f"{file}:{node.lineno} {node.name}")
    assert long == []


def test_tests_lie_where_their_modules_do() -> None:
    """A test file of a package's folder bears the name of one of its modules, or tells of several."""
    stems = {file.relative_to(ROOT) for file in MODULES}
    folders = Counter(
        folder.relative_to(ROOT / "tests")
        for folder in {each.parent for each in (ROOT / "tests").rglob("test_*.py")}
        if folder != ROOT / "tests"
    )
    homes = {Path("geodata"), *(each.parent.relative_to("explorer") for each in stems if each.parts[0] == "explorer")}
    homes |= {each.parent for each in stems if each.parts[0] == "geodata"}
    assert set(folders) - homes == {Path("browser"), Path("faults")}
