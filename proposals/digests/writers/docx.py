"""Word: the same paper as the PDF, in styles and real tables, for those who must add a line of their own."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any, BinaryIO

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from proposals.digests.chart import charts
from proposals.digests.digest import Argument, Digest, Entry, readable, tidied
from proposals.digests.wording import answer_text, figures, numbers, particulars, said_by, written
from proposals.digests.writers import docx_style as style
from proposals.digests.writers.pdf import chart_data
from proposals.digests.writers.typesetting import typeset

TEXT_WIDTH = Mm(160)
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def write(digest: Digest, stream: BinaryIO) -> None:
    """Write the paper as DOCX. Raises TooManyProposals past the digest's limit, before a byte is written."""
    entries = readable(digest)
    digest = tidied(digest)
    document = docx.Document()
    style.dress(document, digest)
    _properties(document, digest)
    _margins(document, digest)
    _front(document, digest)
    _glance(document, digest, entries)
    for at, entry in enumerate(entries):
        _entry(document, digest, entry, first=at == 0)
    _definitions(document, digest)
    made = io.BytesIO()
    document.save(made)
    _without_clock(made, stream)


def _without_clock(made: BinaryIO, stream: BinaryIO) -> None:
    """Pack the same parts again under one fixed time: a zip otherwise says when it was made."""
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            member = zipfile.ZipInfo(part.filename, ZIP_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(part))


def _properties(document: Document, digest: Digest) -> None:
    day = datetime.combine(digest.as_of, time(), tzinfo=UTC).replace(tzinfo=None)
    core = document.core_properties
    core.title, core.author, core.last_modified_by = digest.title[:255], digest.city[:255], digest.city[:255]
    core.created = core.modified = day
    core.language = "zh-CN" if digest.language == "zh-hans" else "en-GB"
    core.comments, core.revision = "", 1


def _margins(document: Document, digest: Digest) -> None:
    """Running title above, page numbers below; the first page has its title on it and nothing above."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.text = f"{digest.title}    {digest.city}"
    style.ruled(header, side="bottom")
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _page_of(line, digest.labels.page_of)


def _page_of(line: Paragraph, pattern: str) -> None:
    for at, piece in enumerate(pattern.replace("{pages}", "{page}").split("{page}")):
        if at:
            style.field(line, "PAGE" if at == 1 else "NUMPAGES")
        line.add_run(piece)


def _front(document: Document, digest: Digest) -> None:
    words = digest.labels
    style.written(document, digest.city, "Subtitle")
    style.written(document, digest.title, "Title")
    as_of = (words.as_of, written(digest.as_of, digest.language))
    for label, value in (as_of, *digest.criteria):
        _pair(document, label, value)
    if digest.note:
        for line in (words.note, *_lines(digest.note)):
            style.boxed(
                style.written(document, line, "Intense Quote"), colour=style.GOLD, fill=style.GOLD_SOFT
            )
    style.written(document, words.figures, "Heading 1")
    rows = [(count.label, count.value) for count in figures(digest)]
    _table(document, (words.figure, words.count), rows, widths=(110, 50))
    drawn = charts(digest)
    if drawn:
        _picture(document, digest)


def _picture(document: Document, digest: Digest) -> None:
    drawn = charts(digest)
    lang = "zh" if digest.language == "zh-hans" else "en"
    data = {"lang": lang, "charts": [chart_data(chart) for chart in drawn]}
    picture = typeset("chart.typ", data, kind="png", on=digest.as_of)
    shape = document.add_picture(io.BytesIO(picture), width=TEXT_WIDTH)
    shape._inline.docPr.set("descr", " ".join(chart.as_text for chart in drawn))  # noqa: SLF001
    shape._inline.docPr.set("name", drawn[0].title)  # noqa: SLF001


def _glance(document: Document, digest: Digest, entries: Sequence[Entry]) -> None:
    words = digest.labels
    style.written(document, words.proposals, "Heading 1")
    if not entries:
        style.written(document, words.no_proposals)
        return
    head = (words.number, words.title, words.stage, words.support, words.comments)
    rows = [(entry.number, entry.title, entry.stage, entry.support, entry.comments) for entry in entries]
    _table(document, head, rows, widths=(24, 72, 26, 20, 18))


def _entry(document: Document, digest: Digest, entry: Entry, *, first: bool) -> None:
    words = digest.labels
    chinese = (entry.language or digest.language).startswith("zh")
    eyebrow = style.written(document, f"{entry.number}    {entry.stage}".strip(), "Subtitle")
    eyebrow.paragraph_format.keep_with_next = True
    eyebrow.paragraph_format.page_break_before = first
    if not first:
        eyebrow.paragraph_format.space_before = Mm(8)
        style.ruled(eyebrow, side="top")
    style.written(document, entry.title, "Heading 2")
    for label, value in particulars(entry, digest):
        _pair(document, label, value, address=entry.address)
    counts = numbers(entry, digest)
    shown = [count.value for count in counts]
    _table(document, [c.label for c in counts], [shown], widths=[160 / len(counts)] * len(counts))
    _text(document, _lines(entry.summary), chinese=chinese)
    for part in entry.parts:
        if part.heading:
            style.written(document, part.heading, "Heading 3")
        _text(document, part.paragraphs, chinese=chinese)
    if entry.measures:
        style.written(document, words.measures, "Heading 3")
        rows = [(measure.what, measure.who, measure.when, measure.cost) for measure in entry.measures]
        _table(document, (words.what, words.who, words.when, words.cost), rows, widths=(68, 34, 29, 29))
    _arguments(document, digest, words.arguments_for, entry.arguments_for, style.JADE)
    _arguments(document, digest, words.arguments_against, entry.arguments_against, style.CINNABAR)
    _answer(document, digest, entry)


def _text(document: Document, paragraphs: Iterable[str], *, chinese: bool) -> None:
    for text in paragraphs:
        paragraph = style.written(document, text)
        if chinese:
            style.indented(paragraph)


def _arguments(
    document: Document, digest: Digest, heading: str, arguments: tuple[Argument, ...], colour: str
) -> None:
    if arguments:
        style.written(document, heading, "Heading 3")
    for argument in arguments:
        said = said_by(argument, digest.labels)
        quote = style.written(
            document, "\n".join(filter(None, [argument.text, said and f"— {said}"])), "Quote"
        )
        style.boxed(quote, colour=colour)


def _answer(document: Document, digest: Digest, entry: Entry) -> None:
    given = entry.answer is not None and bool(entry.answer.state or entry.answer.text)
    colour, fill = (style.JADE, style.JADE_SOFT) if given else (style.GOLD, style.GOLD_SOFT)
    style.written(document, digest.labels.answer, "Heading 3")
    for line in _lines(answer_text(entry.answer, digest)):
        style.boxed(style.written(document, line, "Intense Quote"), colour=colour, fill=fill)


def _definitions(document: Document, digest: Digest) -> None:
    if digest.definitions:
        words = digest.labels
        style.written(document, words.definitions, "Heading 1")
        rows = [(definition.term, definition.meaning) for definition in digest.definitions]
        _table(document, (words.term, words.meaning), rows, widths=(40, 120))


def _pair(document: Document, label: str, value: str, *, address: str = "") -> None:
    paragraph = style.written(document, "", "Caption")
    paragraph.add_run(f"{label}\u3000")
    if address and value == address:
        style.link(paragraph, address)
    else:
        paragraph.add_run(value).font.color.rgb = docx.shared.RGBColor.from_string(style.INK)


def _table(document: Document, head: Sequence[str], rows: Sequence[Any], *, widths: Sequence[float]) -> None:
    """A table whose first row is its head; numbers to the right; `widths` in millimetres."""
    table = style.tabled(document, rows=1 + len(rows), columns=len(head), width=TEXT_WIDTH)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    cells = table._cells  # noqa: SLF001 - asking row by row takes the square of the time
    for at, value in enumerate([*head, *(value for row in rows for value in row)]):
        row, across = divmod(at, len(head))
        cells[at].width = Mm(widths[across])
        line = cells[at].paragraphs[0]
        style.styled(line, "Caption")
        run = line.add_run(f"{value:,}" if isinstance(value, int) else value)
        run.font.color.rgb = docx.shared.RGBColor.from_string(style.INK if row else style.MUTED)
        if rows and isinstance(rows[0][across], int):
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    style.lined(table)
    style.written(document, "").paragraph_format.space_after = Mm(0)


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
