"""DeepL's API v2, and the glossaries of v3, as its OpenAPI file has them.

What is not offered here is refused with a status that the file gives for it (`absent`).
"""
