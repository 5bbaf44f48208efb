"""Serve the explorer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from explorer.cli.group import console, language, main, tell
from explorer.config import Settings
from explorer.errors import ExplorerError, Fault
from explorer.messages import Bilingual, message, say


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--data", type=click.Path(path_type=Path), help="File of reforms.  [default: cases.geojson]")
@click.option("--places", type=click.Path(path_type=Path, file_okay=False), help="Folder that holds a folder per city.")
@click.option("--desk", is_flag=True, help="Open the desk without an account, to you alone on this computer.")
def serve(host: str, port: int, data: Path | None, places: Path | None, *, desk: bool) -> None:
    """Prepare what is missing, then serve the explorer."""
    import waitress  # imports of this command cost a second: only it pays

    from explorer.web.app import create_app, warm_up

    settings = Settings.read()
    settings = replace(settings, data=str(data or settings.data), places=str(places or settings.places))
    settings = replace(settings, open_desk=desk or settings.open_desk)
    if settings.open_desk:
        _assert_own(host)
        _assert_alone(settings)
    with console.status(say(message("Preparing the explorer …"), language())):
        app = create_app(settings, say=tell)
        warm_up(app)
    site = app.extensions["site"]
    city = site.places.city
    tell(
        message(
            "%(city)s: http://%(host)s:%(port)s  (Ctrl+C ends)",
            city=Bilingual(city.name_zh, city.name_en),
            host=host,
            port=port,
        )
    )
    try:
        # Whose headers are true is told by EXPLORER_PROXIES: waitress would take all of them away.
        waitress.serve(app, host=host, port=port, clear_untrusted_proxy_headers=False, **_bounds(), _quiet=True)
    except OSError as error:
        remedy = message("end the other program, or choose another port with --port")
        raise ExplorerError([Fault(f"{host}:{port}", error.strerror or str(error), remedy)]) from error


def _assert_own(host: str) -> None:
    """Assert that nobody else reaches a desk without accounts."""
    if host not in {"127.0.0.1", "localhost", "::1"}:
        remedy = message("leave --host out; for others add accounts with `explorer user add`, and leave --desk out")
        raise ExplorerError(
            [Fault("--desk", message("others could open it on %(host)s without an account", host=host), remedy)]
        )


def _assert_alone(settings: Settings) -> None:
    """Assert that who is alone at the desk can publish."""
    if settings.second_person:
        what = message("with EXPLORER_SECOND_PERSON nobody publishes alone, and --desk is for one person")
        raise ExplorerError([Fault("--desk", what, message("leave one of them out"))])


def _bounds() -> dict[str, int]:
    """Return what the server holds at most: in memory alone, for what is pasted is written nowhere."""
    from explorer.web.tagging import MOST_ANSWERED, MOST_RECEIVED

    return {
        "threads": 8,
        "connection_limit": 50,  # so many bodies of requests take 700 MB
        "channel_timeout": 20,  # seconds: who is idle makes room for others
        "cleanup_interval": 5,
        "max_request_body_size": MOST_RECEIVED,
        "inbuf_overflow": MOST_RECEIVED,  # bytes: a longer body would go to the disk
        "outbuf_overflow": MOST_ANSWERED,
    }
