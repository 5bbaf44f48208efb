from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest
from samples import ROOT

PACKAGES = ("explorer", "geodata")
MODULES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
LONGEST_FUNCTION = 60  # lines of a body


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
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    floors = next(each["layers"] for each in settings["importlinter"]["contracts"] if each["type"] == "layers")
    named = {name for floor in floors for name in re.split(r"[ |]+", floor)}
    rooms = {f"explorer.{each.stem}" for each in (ROOT / "explorer").glob("*.py") if each.stem != "__init__"}
    rooms |= {f"explorer.{each.parent.name}" for each in (ROOT / "explorer").glob("*/__init__.py")}
    assert named == rooms | {"geodata"}


@pytest.mark.parametrize(("library", "module"), [("flask_babel", "web/babel.py"), ("flask_login", "web/desk/login.py")])
def test_a_dormant_library_stands_behind_one_module(library: str, module: str) -> None:
    known = {
        str(file.relative_to(ROOT / "explorer")) for file in MODULES if f"from {library}" in file.read_text("utf-8")
    }
    assert known == {module}


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
    folders = {each.parent.relative_to(ROOT / "tests") for each in (ROOT / "tests").rglob("test_*.py")}
    homes = {each.parent.relative_to(ROOT) for each in MODULES}
    homes |= {each.relative_to("explorer") for each in homes if each.parts[0] == "explorer"}
    assert folders - homes == {Path("browser"), Path("faults")}
