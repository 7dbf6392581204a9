"""The server's application: guarded, with every API, and the page behind them."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from vitrans import _version
from vitrans.server import page, problems
from vitrans.server.desk import Desk
from vitrans.server.guard import Guard
from vitrans.server.libretranslate import languages
from vitrans.server.own import align, captions, lexicon, restore, score, translate
from vitrans.server.serving import ServingToolkit
from vitrans.server.settings import ServerSettings

SETTINGS = "VITRANS_SERVER_SETTINGS"
"""The environment variable that hands the settings to the processes of a server."""

_ROUTERS = (translate, languages, restore, captions, align, score, lexicon)


def create_app(settings: ServerSettings, tools: ServingToolkit | None = None) -> FastAPI:
    """Return the application.

    Args:
        settings: how it is set up.
        tools: the models; those that the settings name if None.
    """
    desk = Desk(settings, tools)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        desk.start()
        yield
        desk.close()

    app = FastAPI(
        title="vitrans",
        version=_version.__version__,
        description="Vietnamese and English: restored, translated, paired and scored.",
        lifespan=life,
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
    )
    app.state.desk = desk
    problems.add_handlers(app)
    for module in _ROUTERS:
        app.include_router(module.router)
    page.add_page(app)
    app.add_middleware(Guard, settings=settings)
    return app


def from_environment() -> FastAPI:
    """Return the application that a process of a server runs."""
    return create_app(ServerSettings.loaded(os.environ[SETTINGS]))
