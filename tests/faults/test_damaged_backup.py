from __future__ import annotations

import hashlib
import json
import random
import resource
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from explorer.errors import StoreError
from explorer.store import backup, open_store
from explorer.store import backup as archive
from explorer.store.accounts import Accounts
from explorer.store.queue import NewEntry, Queue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from explorer.records.models import Cases
    from explorer.store import Store


pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def sound(cases: Cases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a backup."""
    folder = tmp_path_factory.mktemp("backup")
    store = open_store(f"sqlite:///{folder}/x.sqlite", cases)
    Accounts(store.engine).add("李明", "admin", "correct horse battery")
    Queue(store.engine).add(NewEntry("draft", "菜博会", {"n": 1}, article=("a.txt", "寿光")))
    backup.write(store.engine, folder / "sound.zip")
    store.engine.dispose()
    return folder / "sound.zip"


@pytest.fixture
def target(tmp_path: Path, cases: Cases) -> Iterator[Store]:
    """Return a store that holds something, and still does afterwards."""
    store = open_store(f"sqlite:///{tmp_path}/target.sqlite", cases)
    digest = store.digest()
    yield store
    assert store.digest() == digest
    assert len(store.recent(1000)) == len(cases.reforms)
    assert not list(tmp_path.glob("before-restore*"))
    store.engine.dispose()


@pytest.fixture
def refused(target: Store) -> Callable[[Path], str]:
    """Return what asserts that a backup is refused, and says why."""

    def refuse(path: Path) -> str:
        with pytest.raises(StoreError) as caught:
            backup.read(path)
        with pytest.raises(StoreError):
            backup.restore(target.engine, path, replace=True)
        assert all(str(path) in str(fault.where) and str(fault.remedy) for fault in caught.value.faults)
        return str(caught.value)

    return refuse


@pytest.fixture
def rewritten(sound: Path, tmp_path: Path) -> Callable[[Callable[[dict[str, bytes]], object]], Path]:
    """Return what writes a copy of which members were changed; the zip itself is whole."""

    def rewrite(change: Callable[[dict[str, bytes]], object]) -> Path:
        with zipfile.ZipFile(sound) as opened:
            members = {name: opened.read(name) for name in opened.namelist()}
        change(members)
        path = tmp_path / "changed.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for name, data in members.items():
                made.writestr(name, data)
        return path

    return rewrite


@pytest.mark.parametrize("part", [0.0, 0.01, 0.3, 0.6, 0.9, 0.99, 0.999])
def test_a_backup_that_was_cut_short(sound: Path, tmp_path: Path, part: float, refused: Callable[[Path], str]) -> None:
    data, path = sound.read_bytes(), tmp_path / "cut.zip"
    path.write_bytes(data[: int(len(data) * part)])
    assert "is no zip file, or was cut short" in refused(path)


def test_a_flipped_bit_anywhere_is_found_or_harmless(sound: Path, tmp_path: Path) -> None:
    data, path, chance = sound.read_bytes(), tmp_path / "flipped.zip", random.Random(5)  # noqa: S311  # no secret
    expected = read_all(sound)
    n_refused = 0
    for _ in range(300):
        place = chance.randrange(len(data))
        path.write_bytes(data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :])
        found = read_all(path)
        assert found == expected or str(path) in str(found)
        n_refused += found != expected
    assert n_refused > 290


@pytest.mark.parametrize("name", ["manifest.json", "revision.jsonl", "account.jsonl", "article.jsonl"])
def test_a_missing_part_is_named(
    name: str,
    rewritten: Callable[[Callable[[dict[str, bytes]], object]], Path],
    refused: Callable[[Path], str],
) -> None:
    told = refused(rewritten(lambda members: members.pop(name)))
    assert f"{name}: is missing" in told


def test_every_damaged_part_is_named_at_once(
    rewritten: Callable[[Callable[[dict[str, bytes]], object]], Path], refused: Callable[[Path], str]
) -> None:
    def change(members: dict[str, bytes]) -> None:
        del members["article.jsonl"]
        members["strange.txt"] = b"?"

    told = refused(rewritten(change))
    assert "article.jsonl: is missing" in told
    assert "strange.txt: does not belong there" in told


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda text: text.replace("寿光", "昌邑", 1), "row 1"),
        (lambda text: text[:-1], "other bytes"),
        (lambda _: "", "0 of 1 rows"),
        (lambda text: text + text, "is longer than its 1 rows"),
        (lambda text: text.replace('"name"', '"eman"'), "has other columns"),
        (lambda _: "[1, 2]\n", "is damaged at row 1"),
        (lambda text: "{" * len(text.encode()), "is damaged at row 1"),
        (lambda text: text.replace("a.txt", "b.txt"), "not as it was written"),
    ],
)
def test_a_changed_row_is_found(
    change: Callable[[str], str],
    what: str,
    rewritten: Callable[[Callable[[dict[str, bytes]], object]], Path],
    refused: Callable[[Path], str],
) -> None:
    def edit(members: dict[str, bytes]) -> None:
        members["article.jsonl"] = change(members["article.jsonl"].decode()).encode()

    told = refused(rewritten(edit))
    assert "article.jsonl: " in told
    assert what in told


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (lambda manifest: manifest.update(at="2001-01-01T00:00:00Z"), "was changed after it was written"),
        (lambda manifest: manifest["members"]["account"].update(rows=0), "was changed after it was written"),
        (lambda manifest: manifest["members"].pop("account"), "was changed after it was written"),
        (lambda manifest: manifest.update(version="0000"), "was changed after it was written"),
        (lambda manifest: manifest.update(more=1), "is missing or cannot be read"),
        (lambda manifest: manifest.update(members=[]), "is missing or cannot be read"),
        (lambda manifest: manifest.pop("sha256"), "is missing or cannot be read"),
        (lambda manifest: manifest.update(format="county-explorer backup 2"), "is of another format"),
    ],
)
def test_a_manifest_that_was_edited_is_found(
    edit: Callable[[dict[str, Any]], object],
    what: str,
    rewritten: Callable[[Callable[[dict[str, bytes]], object]], Path],
    refused: Callable[[Path], str],
) -> None:
    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        edit(manifest)
        members["manifest.json"] = json.dumps(manifest).encode()

    told = refused(rewritten(change))
    assert f"manifest.json: {what}" in told


def test_a_backup_of_a_newer_version_is_told(
    rewritten: Callable[[Callable[[dict[str, bytes]], object]], Path], refused: Callable[[Path], str]
) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = sealed(json.loads(members["manifest.json"]) | {"version": "0777"})

    assert "has tables of version 0777" in refused(rewritten(change))


def test_a_bomb_is_not_unpacked(
    rewritten: Callable[[Callable[[dict[str, bytes]], object]], Path], refused: Callable[[Path], str]
) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["revision.jsonl"] = bytes(400 * 2**20)
        manifest = json.loads(members["manifest.json"])
        manifest["members"]["revision"] |= {"bytes": 400 * 2**20, "rows": 10**9}
        members["manifest.json"] = sealed(manifest)

    path = rewritten(change)
    assert path.stat().st_size < 2**20
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "revision.jsonl: is longer than" in refused(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256 * 2**10


def test_records_that_fit_no_schema_are_given_up_whole(
    rewritten: Callable[[Callable[[dict[str, bytes]], object]], Path], target: Store
) -> None:
    def change(members: dict[str, bytes]) -> None:
        rows = [json.loads(line) for line in members["revision.jsonl"].splitlines()]
        rows[-1]["document"] = '{"id": "x"}'
        rows[-1]["digest"] = hashlib.sha256(rows[-1]["document"].encode()).hexdigest()
        data = "".join(json.dumps(row) + "\n" for row in rows).encode()
        members["revision.jsonl"] = data
        manifest = json.loads(members["manifest.json"])
        expected = {"rows": len(rows), "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        manifest["members"]["revision"] = expected
        members["manifest.json"] = sealed(manifest)

    path = rewritten(change)
    with pytest.raises(StoreError, match="breaks the schema"):
        backup.restore(target.engine, path, replace=True)
    for saved in path.parent.glob("before-restore*"):
        saved.unlink()


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04" + bytes(100), b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_is_told(data: bytes, tmp_path: Path, refused: Callable[[Path], str]) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    assert str(path) in refused(path)


def test_what_is_not_there_or_a_folder_is_told(tmp_path: Path, refused: Callable[[Path], str]) -> None:
    assert "No such file" in refused(tmp_path / "missing.zip")
    assert "Is a directory" in refused(tmp_path)


def test_an_encrypted_part_is_told(sound: Path, tmp_path: Path, refused: Callable[[Path], str]) -> None:
    path = tmp_path / "locked.zip"
    shutil.copy(sound, path)
    data = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(signature) + flags] |= 1
    path.write_bytes(data)
    assert "account.jsonl" in refused(path)


def read_all(path: Path) -> object:
    """Return all that a backup holds, or why it is refused."""
    try:
        with archive.opened(path) as opened:
            return opened.manifest, [list(opened.rows(table)) for table in opened.manifest.members]
    except StoreError as error:
        return error


def sealed(manifest: dict[str, Any]) -> bytes:
    """Write a manifest with the digest that it should have."""
    body = {key: value for key, value in manifest.items() if key != "sha256"}
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return json.dumps(body | {"sha256": digest}).encode()
