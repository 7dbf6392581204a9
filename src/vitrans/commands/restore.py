"""`vitrans restore`: diacritics put back."""

from vitrans.commands import tools
from vitrans.commands.console import note
from vitrans.commands.options import Files, Output, OutputDir, Quiet, Verbose
from vitrans.commands.run import Destination, run
from vitrans.formats import render
from vitrans.pipeline import restore_document
from vitrans.text import lines
from vitrans.types import Document


def restore(
    files: Files = None,
    output: Output = None,
    output_dir: OutputDir = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Put diacritics back into Vietnamese.

    No letter changes, and English is left alone. Standard input is restored line by line, as
    many lines out as in.
    """
    restorer, detector = tools.LateRestorer(quiet), tools.load_detector()

    def work(document: Document, name: str) -> str:
        restored = render(restore_document(document, restorer, detector))
        if verbose:
            pairs = zip(lines(render(document)), lines(restored), strict=True)
            note(f"{name}: {sum(old != new for old, new in pairs)} lines changed")
        return restored

    run(files or [], work, Destination(output, output_dir))
