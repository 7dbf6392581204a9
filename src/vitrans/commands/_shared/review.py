"""`vitrans restore --review`: the doubtful words of a file, decided one by one at a terminal."""

import codecs
import contextlib
import json
import os
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from vitrans import toolkit
from vitrans.commands._shared.console import note
from vitrans.commands._shared.restoring import Restoring, percent
from vitrans.commands._shared.run import run
from vitrans.errors import InputError, OutputError, UsageError
from vitrans.files import check_writable, read_text, write_text
from vitrans.pipeline import Restored
from vitrans.restore.review import Decision, Place, Review
from vitrans.restore.tokens import transfer_case
from vitrans.restore.user_lexicon import learn
from vitrans.restore.views import alternatives, span
from vitrans.runs import Destination
from vitrans.text import nfc, same_letters
from vitrans.text.syllables import is_spelling
from vitrans.toolkit import Settings
from vitrans.types import Document

_HELP = (
    "1-9 choose   Enter as shown   t type another   o only here, on and off   s skip   "
    "u undo   q quit   ? help"
)
_FORMS = 9
# A sentence shorter than this is shown with its neighbours; of a longer one, so much about a word.
_SHORT, _AROUND = 60, 90
_NOTE = "review"
_ESCAPE = "\x1b"
_END = "\x04"
_ERASE = ("\x7f", "\b")
_ENTER = ("\r", "\n")
_LINE = {ord(character): " " for character in "\n\r\t"}
_DIM, _INVERSE, _PLAIN = "\x1b[2m", "\x1b[7m", "\x1b[0m"


def review_file(
    name: str,
    destination: Destination,
    threshold: float,
    lexicons: Sequence[Path],
    make: Callable[[Settings], Restoring],
    others: Sequence[Path] = (),
) -> None:
    """Walk the doubtful words of a file and write the result; it can be left and taken up again.

    Decisions lie in a file beside it, `NAME.review.json`, from the moment they are made until
    the result is written. What is to be remembered goes to the last lexicon given, or to the
    user's own.

    Raises:
        UsageError: there is no terminal to ask at.
        typer.Exit: the walk was left before its end (1); no result was written.
    """
    pressed = keys()
    own = lexicons[-1] if lexicons else toolkit.lexicon_path()
    journal = _Journal(Path(f"{name}.review.json"), own)
    given = tuple(path for path in lexicons if path != own or path.exists())
    way = make(Settings(lexicons=given, forgotten=tuple(journal.learned)))

    def work(document: Document, name: str) -> Document:
        found = way.detailed(document, name).restored
        texts = [segment.text for segment in found.source.segments]
        review = Review(texts, found.restorations, threshold)
        with journal.kept(review):
            done = _Walk(found.source, review, name, pressed, journal.save).run()
        if not done:
            raise typer.Exit(1)
        return Restored(found.source, tuple(review.restorations())).document

    with contextlib.closing(pressed):
        run([name], work, destination, others=[path for path in others if path != own])
    journal.close()


def keys() -> Generator[str, None, None]:
    """Return the keys that are pressed at the terminal: characters and escape sequences.

    Raises:
        UsageError: there is no terminal.
    """
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        raise UsageError("--review asks at a terminal; run it in one, with a file's name")
    return _pressed()


def _pressed() -> Generator[str, None, None]:
    """Yield keys; Ctrl-C is an interrupt, Ctrl-D the end."""
    with _unbuffered() as read:
        while (pressed := read()) and pressed != _END:
            # What is pressed quickly, or pasted, arrives as one.
            yield from [pressed] if pressed.startswith(_ESCAPE) else pressed


@contextlib.contextmanager
def _unbuffered() -> Iterator[Callable[[], str]]:
    """Have the terminal give keys as they are pressed, for as long as it lasts.

    `typer.getchar` throws away what was pressed between two calls, such as the letters that an
    input method sends in a row.
    """
    if sys.platform == "win32":
        yield typer.getchar
        return
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def read() -> str:
        """Return what was pressed; part of a character waits for the rest."""
        text = ""
        while not text and (data := os.read(terminal, 64)):
            text = decoder.decode(data)
        return text

    tty.setcbreak(terminal, termios.TCSADRAIN)
    try:
        yield read
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


class _Journal:
    """The file beside a reviewed one that keeps the decisions, and the lexicon that learns."""

    def __init__(self, path: Path, lexicon: Path) -> None:
        self._path, self._lexicon = path, lexicon
        value = _read(path) if path.exists() else {}
        self.learned: list[str] = value.get("learned", [])
        self._earlier = [Decision(**item) for item in value.get("decisions", [])]

    @contextlib.contextmanager
    def kept(self, review: Review) -> Iterator[None]:
        """Take up what was decided before, and keep all that is, however the walk ends."""
        check_writable(self._path)
        if self._earlier:
            lost = review.recall(self._earlier)
            taken = _count(len(review.decisions), "decision")
            note(f"vitrans: {taken} resumed from {str(self._path)!r}")
            if lost:
                note(f"vitrans: {lost} more no longer apply because the file has changed")
        try:
            yield
        finally:
            if review.decisions or self.learned:
                self._learn(review)
                self.save(review)
            if review.pending():
                note("vitrans: no result written; run the same command to resume")

    def save(self, review: Review) -> None:
        """Write the decisions down."""
        value = {"learned": self.learned, "decisions": [asdict(d) for d in review.decisions]}
        write_text(self._path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")

    def close(self) -> None:
        """Take the file away; the result is written."""
        self._path.unlink(missing_ok=True)

    def _learn(self, review: Review) -> None:
        """Bring the lexicon up to date."""
        phrases = review.phrases()
        if not (phrases or self.learned):
            return
        folder = self._lexicon.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"cannot make {str(folder)!r} for the lexicon; choose one with --lexicon"
            ) from error
        self.learned = learn(self._lexicon, phrases, self.learned, _NOTE)
        if self.learned:
            remembered = _count(len(self.learned), "phrase")
            note(f"vitrans: {remembered} remembered in {str(self._lexicon)!r}")


class _Walk:
    """One walk through a review at a terminal."""

    def __init__(
        self,
        source: Document,
        review: Review,
        name: str,
        pressed: Iterator[str],
        save: Callable[[Review], None],
    ) -> None:
        self._source, self._review, self._name = source, review, name
        self._pressed, self._save = pressed, save
        self._colours = not os.environ.get("NO_COLOR") and sys.stderr.isatty()

    def run(self) -> bool:
        """Walk to the end and say whether it was reached."""
        if self._review.pending():
            note(_HELP)
        while place := self._review.pending():
            self._show(place)
            if not self._ask(place):
                return False
            self._save(self._review)
        decided = _count(len(self._review.decisions), "word")
        note(f"vitrans: {decided} decided, none left in {self._name!r}")
        return True

    def _ask(self, place: Place) -> bool:
        """Take keys until something was decided or undone; say whether to go on."""
        remember = True
        for key in self._pressed:
            if key == "q":
                return False
            if key == "u" and self._undo():
                return True
            if key == "s":
                self._decide(place, None, remember)
                return True
            if key == "o":
                remember = not remember
                note("    remembered" if remember else "    only here")
            if key == "?":
                note(_HELP)
            if form := self._form(place, key):
                self._decide(place, form, remember)
                return True
        return False

    def _form(self, place: Place, key: str) -> str:
        """Return the form that a key stands for, empty if for none."""
        word = self._review.word(place)
        if key in _ENTER:
            return word.restored
        if key == "t":
            return self._typed(word.original)
        forms = ["", *word.candidates[:_FORMS]]
        return forms[int(key)] if key in "123456789"[: len(forms) - 1] else ""

    def _decide(self, place: Place, form: str | None, remember: bool) -> None:
        """Decide a word and say what will be remembered of it."""
        before = self._review.phrases()
        phrase = self._review.phrase(place, form) if form and remember else ""
        self._review.decide(place, form, remember)
        kept = f"   remembered: {phrase}" if phrase else "   only here"
        note(f"    → {form}{kept}" if form else "    skipped")
        self._tell_changes(before, phrase)

    def _undo(self) -> bool:
        """Take back the last decision and say so."""
        before = self._review.phrases()
        place = self._review.undo()
        note(f"    undone: {self._review.word(place).original}" if place else "    nothing to undo")
        self._tell_changes(before)
        return place is not None

    def _tell_changes(self, before: Sequence[str], said: str = "") -> None:
        """Say which phrases are remembered in another way than was said before.

        A phrase about a word grows and shrinks with what is decided of the words beside it.
        """
        after = self._review.phrases()
        for phrase in before:
            if phrase not in after:
                note(f"    no longer remembered: {phrase}")
        for phrase in after:
            if phrase not in before and phrase != said:
                note(f"    remembered: {phrase}")

    def _typed(self, original: str) -> str:
        """Return a form that is typed in, empty if it is given up or has other letters."""
        self._echo("    form: ")
        typed = ""
        for key in self._pressed:
            if key in _ENTER or key.startswith(_ESCAPE):
                typed = "" if key.startswith(_ESCAPE) else typed
                break
            if key in _ERASE and typed:
                typed = typed[:-1]
                self._echo("\b \b")
            elif key.isprintable():
                typed += key
                self._echo(key)
        self._echo("\n")
        form = nfc(typed).strip().lower()
        if not form:
            return ""
        if not same_letters(form, original.lower()):
            note(f"    {form!r} has different letters from {original!r}; only marks may differ")
            return ""
        if not is_spelling(form):
            note(f"    {form!r} is not a Vietnamese spelling; check its marks")
            return ""
        return transfer_case(form, original)

    def _show(self, place: Place) -> None:
        """Show a word in its sentence, and what it might be."""
        word = self._review.word(place)
        number = self._review.doubtful.index(place) + 1
        line = self._source.segments[place.sentence].line
        note(f"\n{self._name}:{line}   {number} of {len(self._review.doubtful)}")
        texts = [made.text.translate(_LINE) for made in self._review.restorations()]
        text = texts[place.sentence]
        before, after = self._neighbours(texts, place.sentence)
        note(f"{before}  {self._highlighted(text, *span(word))}{after}")
        forms = enumerate(alternatives(word, _FORMS), 1)
        note("  " + "   ".join(f"{key} {form} {percent(p)}" for key, (form, p) in forms))

    def _highlighted(self, text: str, start: int, end: int) -> str:
        """Return what stands about a word, the word in brackets."""
        left, right = text[:start], text[end:]
        left = "…" + left[-_AROUND:] if len(left) > _AROUND else left
        right = right[:_AROUND] + "…" if len(right) > _AROUND else right
        return f"{left}{self._styled(_INVERSE, f'[{text[start:end]}]')}{right}"

    def _neighbours(self, texts: Sequence[str], at: int) -> tuple[str, str]:
        """Return the sentences before and after a short one, on lines of their own."""
        if len(texts[at]) >= _SHORT:
            return "", ""
        before = "".join(f"  {self._styled(_DIM, text)}\n" for text in texts[max(0, at - 1) : at])
        return before, "".join(f"\n  {self._styled(_DIM, t)}" for t in texts[at + 1 : at + 2])

    def _styled(self, style: str, text: str) -> str:
        return f"{style}{text}{_PLAIN}" if self._colours else text

    def _echo(self, text: str) -> None:
        """Write to the terminal without a line end."""
        sys.stderr.write(text)
        sys.stderr.flush()


def _count(number: int, what: str) -> str:
    """Return a number of things for people."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _read(path: Path) -> dict[str, Any]:
    """Return what a journal holds.

    Raises:
        InputError: it cannot be read, or is no journal.
    """
    try:
        value = json.loads(read_text(path))
        [Decision(**item) for item in value["decisions"]], list(value["learned"])
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(
            f"{str(path)!r} is not the record of a review; move it away to start again"
        ) from error
    return dict(value)
