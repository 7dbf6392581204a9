"""What the page is made of: a rendered document, and files beside it that make it quick."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from vitrans.server.page import views

STATIC = Path(__file__).parent.parent / "static"


def add_page(app: FastAPI) -> None:
    """Add the page to an app, behind all other paths."""
    app.include_router(views.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
