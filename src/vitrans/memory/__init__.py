"""Translation memory: what people have translated, offered again; what an engine has made, kept.

memory = Memory.writing(memory_path("default"))
add(memory, [Unit("Xin chào!", "Hello!", Provenance("letter.tmx"))])
find(Memory.reading(memory.path), "Xin chào!", Language.ENGLISH)
"""

from vitrans.memory.adding import Added, add
from vitrans.memory.contents import (
    Contents,
    all_units,
    contents,
    delete_origin,
    delete_text,
    fingerprint,
)
from vitrans.memory.drafts import DRAFT, Drafts
from vitrans.memory.engines import engine_key
from vitrans.memory.files import writer_of
from vitrans.memory.importing import Imported, import_file
from vitrans.memory.lookup import ALIKE, SAME, Found, find
from vitrans.memory.remembering import Prospect, Remembering
from vitrans.memory.reviewed import learn
from vitrans.memory.search import search
from vitrans.memory.store import DEFAULT, Memory, memory_path
from vitrans.memory.units import PENALTY, Provenance, Unit

__all__ = [
    "ALIKE",
    "DEFAULT",
    "DRAFT",
    "PENALTY",
    "SAME",
    "Added",
    "Contents",
    "Drafts",
    "Found",
    "Imported",
    "Memory",
    "Prospect",
    "Provenance",
    "Remembering",
    "Unit",
    "add",
    "all_units",
    "contents",
    "delete_origin",
    "delete_text",
    "engine_key",
    "find",
    "fingerprint",
    "import_file",
    "learn",
    "memory_path",
    "search",
    "writer_of",
]
