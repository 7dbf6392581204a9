"""Translation memory: what people have translated, offered again; what an engine has made, kept.

memory = Memory.writing(memory_path("default"))
add(memory, [Unit("Xin chào!", "Hello!", Provenance("letter.tmx"))])
find(Memory.reading(memory.path), "Xin chào!", Language.ENGLISH)
"""

from vitrans.memory.adding import Added, add
from vitrans.memory.drafts import Drafts
from vitrans.memory.engines import engine_key
from vitrans.memory.lookup import ALIKE, SAME, Found, find
from vitrans.memory.remembering import Remembering
from vitrans.memory.store import DEFAULT, Memory, memory_path
from vitrans.memory.units import PENALTY, Provenance, Unit

__all__ = [
    "ALIKE",
    "DEFAULT",
    "PENALTY",
    "SAME",
    "Added",
    "Drafts",
    "Found",
    "Memory",
    "Provenance",
    "Remembering",
    "Unit",
    "add",
    "engine_key",
    "find",
    "memory_path",
]
