"""Text from bytes in whatever encoding they are, and back: UTF-8, UTF-16, the old Vietnamese ones.

`decode` tells the encoding by what the bytes read as and refuses what cannot be told; `encode`
gives the bytes back where the old encoding is to stay.
"""

from vitrans.encodings.names import NAMES, UTF8, canonical
from vitrans.encodings.reading import Decoded, decode, encode, is_utf8

__all__ = ["NAMES", "UTF8", "Decoded", "canonical", "decode", "encode", "is_utf8"]
