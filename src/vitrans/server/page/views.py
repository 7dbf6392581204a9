"""The paths of the page: what is to be seen, and what its forms send where no script runs."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Cookie, Query, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from vitrans.server.admission import ADMITTED
from vitrans.server.given import read_given
from vitrans.server.own.restore import RestoreRequest, restored
from vitrans.server.own.translate import TranslateRequest, translated
from vitrans.server.own.values import TheDesk
from vitrans.server.page.messages import LANGUAGES, for_scripts, messages, preferred

router = APIRouter(include_in_schema=False)
VIEWS = ("restore", "translate", "align", "score")
_YEAR = 365 * 86400

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
)

Language = Annotated[str, Query()]
Kept = Annotated[str, Cookie(alias="vitrans-language")]


@router.get("/")
async def show(
    request: Request, view: str = "restore", lang: Language = "", kept: Kept = ""
) -> Response:
    """Return the page with one of its views open."""
    return _page(request, view if view in VIEWS else "restore", lang, kept)


@router.post("/page/restore", dependencies=ADMITTED)
async def restore(request: Request, desk: TheDesk) -> Response:
    """Return the page with a text restored; what the form sends where no script runs."""
    text, english, lang = await _sent(request, "text", "english", "lang")
    desk.check([text, english])
    asked = RestoreRequest(text=text, english=english or None)
    made = await desk.run(lambda: restored(asked, desk))
    return _page(request, "restore", lang, text=text, english=english, result=str(made.text))


@router.post("/page/translate", dependencies=ADMITTED)
async def translate(request: Request, desk: TheDesk) -> Response:
    """Return the page with a text translated; what the form sends where no script runs."""
    text, target, lang = await _sent(request, "text", "target", "lang")
    desk.check([text])
    asked = TranslateRequest(q=text, target=target)
    made = await desk.run(lambda: translated(asked, desk))
    result = str(made.translatedText)
    return _page(request, "translate", lang, text=text, target=target, result=result)


async def _sent(request: Request, *names: str) -> list[str]:
    """Return the fields of a form by their names, empty where they are missing."""
    given = await read_given(request)
    return [str(given.get(name, "")) for name in names]


def _page(request: Request, view: str, lang: str, kept: str = "", **values: str) -> Response:
    accepted = request.headers.get("accept-language", "")
    chosen = next((one for one in (lang, kept) if one in LANGUAGES), preferred(accepted))
    filled = {"text": "", "english": "", "target": "en", "result": "", **values}
    html = _TEMPLATES.get_template("page.html").render(
        view=view,
        views=VIEWS,
        lang=chosen,
        languages=LANGUAGES,
        say=messages(chosen),
        messages=for_scripts(chosen),
        needs_key=request.app.state.admission.needs_key,
        memory=request.app.state.desk.settings.memory is not None,
        **filled,
    )
    response = HTMLResponse(html, headers={"Cache-Control": "no-store"})
    if lang in LANGUAGES:
        response.set_cookie("vitrans-language", lang, _YEAR, samesite="lax")
    return response
