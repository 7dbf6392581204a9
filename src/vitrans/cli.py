"""The command `vitrans`: its commands put together, and errors made into messages."""

import contextlib
import errno
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from vitrans.commands import corpus, memory, models, serve, terms, train
from vitrans.commands._shared.console import cannot_write, complain, hush, note, start_of
from vitrans.commands.align import align
from vitrans.commands.bench import bench
from vitrans.commands.captions import captions
from vitrans.commands.detect import detect
from vitrans.commands.fix import fix
from vitrans.commands.restore import restore
from vitrans.commands.score import score
from vitrans.commands.translate import translate
from vitrans.commands.version import Version, version
from vitrans.errors import UsageError, VitransError

# As shells count a process that ended at a signal: 128 and its number.
_INTERRUPTED = 130
_BROKEN_PIPE = 141


class _Group(TyperGroup):
    """Commands whose errors become messages and exit codes, here and nowhere else."""

    def make_context(self, *arguments: Any, **settings: Any) -> Any:
        """Read the arguments, or print the help."""
        with _messages():
            return super().make_context(*arguments, **settings)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        with _messages():
            return super().invoke(ctx)


@contextlib.contextmanager
def _messages() -> Iterator[None]:
    """Say what went wrong and end the command."""
    try:
        yield
    except VitransError as error:
        complain(error)
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt as stopped:
        note(f"vitrans: interrupted; {stopped}" if str(stopped) else "vitrans: interrupted")
        raise typer.Exit(_INTERRUPTED) from None
    except BrokenPipeError:
        hush()
        raise typer.Exit(_BROKEN_PIPE) from None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            said = (
                f"{start_of(str(error.filename))!r} is no name that a file can have: it is too long"
            )
            wrong = UsageError(said)
            complain(wrong)
            raise typer.Exit(wrong.exit_code) from None
        if error.filename is not None:
            raise
        # No file: it was standard output, to which Typer writes the help.
        failed = cannot_write(error)
        complain(failed)
        raise typer.Exit(failed.exit_code) from None


app = typer.Typer(
    cls=_Group,
    help="Restore, translate, pair and score Vietnamese and English text.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _start(version: Version = False) -> None:
    """Take the options that stand before a command."""


for command in (translate, fix, restore, detect, align, captions, score, bench, version):
    app.command()(command)
app.add_typer(train.app, name="train")
app.add_typer(models.app, name="models")
app.add_typer(corpus.app, name="corpus")
app.add_typer(terms.app, name="terms")
app.add_typer(memory.app, name="memory")
app.add_typer(serve.app, name="serve")
