"""What DeepL offers and this server does not: refused as its OpenAPI file says.

Each is answered with 400 and a message where the file has that status for it, else with 403.
"""

from fastapi import APIRouter

from vitrans.server.admission import ADMITTED
from vitrans.server.problems import RefusedError

router = APIRouter(tags=["DeepL"], dependencies=ADMITTED, include_in_schema=False)

_ABSENT = {
    400: (
        "POST /v2/write/rephrase",
        "POST /v2/write/correct",
        "GET /v2/admin/analytics",
        "GET /v2/admin/analytics/custom-tags",
        "GET POST /v2/admin/developer-keys",
        "PUT /v2/admin/developer-keys/deactivate",
        "PUT /v2/admin/developer-keys/label",
        "PUT /v2/admin/developer-keys/limits",
        "GET /v3/languages",
        "GET /v3/languages/resources",
        "GET /v3/translation_memories",
        "GET POST /v3/style_rules",
        "GET PATCH DELETE /v3/style_rules/{style_id}",
        "PUT /v3/style_rules/{style_id}/configured_rules",
        "POST /v3/style_rules/{style_id}/custom_instructions",
        "GET PUT DELETE /v3/style_rules/{style_id}/custom_instructions/{instruction_id}",
        "GET POST /v3/voice/realtime",
        "POST /v3/spoken-terms",
        "GET PATCH DELETE /v3/spoken-terms/{spoken_terms_id}",
        "GET /v3/spoken-terms/{spoken_terms_id}/entries",
        "PUT DELETE /v3/spoken-terms/{spoken_terms_id}/term-lists",
        "POST /v1/quality-evaluation",
        "GET /v1/quality-evaluation/{job_id}",
        "POST /v1/jobs/voice/translate",
    ),
    403: ("GET /v3/spoken-terms",),
    404: ("GET /v1/jobs/voice/translate/{job_id}",),
}


def _refuse(status: int, path: str, methods: list[str]) -> None:
    @router.api_route(path, methods=methods)
    async def refuse() -> None:
        raise RefusedError(status, "This is not offered by this server.")


for _status, _operations in _ABSENT.items():
    for _operation in _operations:
        *_methods, _path = _operation.split()
        _refuse(_status, _path, _methods)
