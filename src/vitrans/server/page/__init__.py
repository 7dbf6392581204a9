"""The page: rendered here, so that pasted text is restored and translated without JavaScript."""

from vitrans.server.page.files import add_page

__all__ = ["add_page"]
