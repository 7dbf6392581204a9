"""`/frontend/settings` and `/health`: what a client may know before it asks for anything."""

from typing import Any

from fastapi import APIRouter, Request

from vitrans.formats.registry import FORMATS
from vitrans.server.own.values import TheDesk

router = APIRouter(tags=["LibreTranslate"])
_LANGUAGES = {
    "source": {"code": "auto", "name": "Auto Detect"},
    "target": {"code": "en", "name": "English"},
}


@router.get("/frontend/settings")
async def settings(request: Request, desk: TheDesk) -> dict[str, Any]:
    """Return what LibreTranslate's page asks first."""
    limits = desk.limits
    suffixes = sorted({suffix for form in FORMATS.values() for suffix in form.suffixes})
    return {
        "charLimit": limits.characters,
        "frontendTimeout": 500,
        "apiKeys": request.app.state.admission.needs_key,
        "keyRequired": request.app.state.admission.needs_key,
        "suggestions": False,
        "filesTranslation": True,
        "supportedFilesFormat": suffixes,
        "language": _LANGUAGES,
    }


@router.get("/health")
async def health() -> dict[str, str]:
    """Say that the server is there."""
    return {"status": "ok"}
