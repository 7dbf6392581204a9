"""Bilingual files: sentences beside their translations, for people to correct and read back.

A form is a module with `write(sheet)` and, where people edit it, `read(data, name)`;
`vitrans.report.bilingual` names them all.
"""

from vitrans.exchange.bilingual.sheet import (
    Code,
    Coded,
    Entry,
    Reviewed,
    Row,
    Sheet,
    digest,
    shown,
)

__all__ = ["Code", "Coded", "Entry", "Reviewed", "Row", "Sheet", "digest", "shown"]
