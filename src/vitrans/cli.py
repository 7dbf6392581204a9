"""The command `vitrans`: its commands put together, and errors made into messages."""

from typing import Any

import typer
from typer.core import TyperGroup

from vitrans.commands import models, train
from vitrans.commands.captions import captions
from vitrans.commands.console import complain, hush, note
from vitrans.commands.detect import detect
from vitrans.commands.restore import restore
from vitrans.commands.score import score
from vitrans.commands.translate import translate
from vitrans.commands.version import version
from vitrans.errors import VitransError

# As shells count a process that ended at a signal: 128 and its number.
_INTERRUPTED = 130
_BROKEN_PIPE = 141


class _Group(TyperGroup):
    """Commands whose errors become messages and exit codes, here and nowhere else."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except VitransError as error:
            complain(error)
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            note("vitrans: interrupted")
            raise typer.Exit(_INTERRUPTED) from None
        except BrokenPipeError:
            hush()
            raise typer.Exit(_BROKEN_PIPE) from None


app = typer.Typer(
    cls=_Group,
    help="Restore, translate, pair and score Vietnamese and English text.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (translate, restore, detect, captions, score, version):
    app.command()(command)
app.add_typer(train.app, name="train")
app.add_typer(models.app, name="models")
