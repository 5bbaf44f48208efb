"""Write drafts in the shape of cases.geojson, marked so that nothing takes them for reforms; read them back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from explorer.errors import CasesError, Fault
from explorer.exchange.geojson import source_to_dict
from explorer.tagger.proposal import DraftFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.model import Source
    from explorer.tagger.proposal import Draft

STATUS: Final = "draft"  # top level of the file and of each feature


def write_drafts(drafts: Sequence[Draft], source: Source) -> bytes:
    """Write drafts as GeoJSON in the order of the article: the same drafts give the same bytes."""
    document = {
        "type": "FeatureCollection",
        "status": STATUS,
        "sources": [source_to_dict(source)],
        "features": [_feature(each) for each in drafts],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def read_drafts(data: bytes) -> DraftFile:
    """
    Read a file of drafts.

    Raises
    ------
    CasesError
        If it is none, or breaks the schema of drafts.
    """
    try:
        document = json.loads(data)
        if document["status"] != STATUS:
            raise CasesError([Fault("status", f"is {document['status']!r}", "give a file that `explorer draft` wrote")])
        (source,) = document["sources"]
        features = [each["properties"] | {"id": each["id"]} for each in document["features"]]
        return DraftFile.model_validate_json(json.dumps({"source": source, "drafts": features}))
    except ValidationError as error:
        faults = [Fault(".".join(map(str, each["loc"])), each["msg"], "correct it") for each in error.errors()]
        raise CasesError(faults) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CasesError([Fault("the file", f"holds no drafts ({error!r})", "run `explorer draft`")]) from error


def _feature(each: Draft) -> dict[str, Any]:
    properties = each.model_dump(mode="json", exclude={"id"})
    for row in properties["reach"]:
        del row["confidence"]
    return {"type": "Feature", "id": each.id, "geometry": None, "properties": properties}
