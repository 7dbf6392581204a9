"""`vitrans serve`: what the toolkit does, over HTTP.

Beside the API of its own it speaks those of LibreTranslate, DeepL and OpenAI, so that what was
written for them works unchanged. `app.create_app` puts all together; `desk.Desk` is what the
endpoints share.
"""
