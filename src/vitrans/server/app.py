"""The server's application: guarded, with every API, and the page behind them."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from vitrans import _version
from vitrans.server import logs, metrics, page, problems
from vitrans.server.admission import Admission
from vitrans.server.deepl import absent, glossaries
from vitrans.server.deepl import documents as deepl_documents
from vitrans.server.deepl import languages as deepl_languages
from vitrans.server.deepl import translate as deepl_translate
from vitrans.server.desk import Desk
from vitrans.server.guard import Guard
from vitrans.server.libretranslate import files, languages
from vitrans.server.libretranslate import settings as frontend
from vitrans.server.openai import chat
from vitrans.server.own import (
    align,
    bilingual,
    captions,
    documents,
    lexicon,
    memory,
    restore,
    restore_files,
    score,
    translate,
)
from vitrans.server.own import glossaries as own_glossaries
from vitrans.server.serving import ServingToolkit
from vitrans.server.settings import ServerSettings

SETTINGS = "VITRANS_SERVER_SETTINGS"
"""The environment variable that hands the settings to the processes of a server."""

_ROUTERS = (
    *(translate, bilingual, restore, restore_files, captions, align, score),
    *(lexicon, memory, own_glossaries, documents),
    *(languages, files, frontend, metrics),
    *(deepl_translate, deepl_languages, deepl_documents, glossaries, absent),
    chat,
)


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
    app.state.admission = Admission(settings)
    problems.add_handlers(app)
    for module in _ROUTERS:
        app.include_router(module.router)
    page.add_page(app)
    if settings.allow_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.allow_origins,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["Retry-After", "Content-Disposition"],
        )
    app.add_middleware(Guard, settings=settings, metrics=desk.metrics)
    return app


def from_environment() -> FastAPI:
    """Return the application that a process of a server runs."""
    settings = ServerSettings.loaded(os.environ[SETTINGS])
    logs.set_up(settings.quiet)
    return create_app(settings)
