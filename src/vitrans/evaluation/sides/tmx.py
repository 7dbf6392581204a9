"""Translation memories: a segment a unit, a side a language."""

from vitrans.exchange.tmx import TmxMemory, read_tmx, same_language, texts_in


def read(text: str, part: str) -> dict[str, list[str]]:
    """Return the sides by language, without regions unless one with a region is asked for."""
    memory = read_tmx(text)
    if part and any(same_language(tag, part) for tag in memory.languages()):
        return {part: list(texts_in(memory, part))}
    return {language: list(texts_in(memory, language)) for language in _languages(memory)}


def _languages(memory: TmxMemory) -> list[str]:
    tags = (tag.replace("_", "-").split("-")[0].lower() for tag in memory.languages())
    return list(dict.fromkeys(tags))
