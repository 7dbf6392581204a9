"""The page: forms that the server renders, and the static files that make it quick."""

from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

STATIC = Path(__file__).parent / "static"
router = APIRouter(include_in_schema=False)
"""What is rendered here, without JavaScript; its paths come before the files'."""


def add_page(app: FastAPI) -> None:
    """Add the page to an app, behind all other paths."""
    app.include_router(router)
    if STATIC.is_dir():
        app.mount("/", StaticFiles(directory=STATIC, html=True), name="page")
