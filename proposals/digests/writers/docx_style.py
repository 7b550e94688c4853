"""How the Word paper looks: A4, fonts for both scripts, and the OOXML that python-docx has no word for."""

from typing import Any

from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from proposals.digests.digest import Digest

JADE, CINNABAR, GOLD, INK, MUTED, LINE = "0F6B5C", "A63A24", "7A5B00", "1D2320", "566059", "D9D6CC"
JADE_SOFT, GOLD_SOFT = "E3F0EC", "F8F2E0"
# (Latin, Chinese): names that Word has on a Chinese and on an English machine
SERIF, SANS = ("Georgia", "SimSun"), ("Calibri", "Microsoft YaHei")
# style: fonts, size in points, colour, bold, space before and after in points
STYLES: dict[str, tuple[tuple[str, str], float, str, bool, float, float]] = {
    "Normal": (SERIF, 11, INK, False, 0, 6),
    "Title": (SERIF, 24, INK, True, 4, 12),
    "Subtitle": (SANS, 10, CINNABAR, False, 0, 0),
    "Heading 1": (SERIF, 16, INK, True, 22, 8),
    "Heading 2": (SERIF, 15, INK, True, 2, 8),
    "Heading 3": (SANS, 10.5, JADE, True, 12, 4),
    "Caption": (SANS, 9, MUTED, False, 0, 4),
    "Intense Quote": (SANS, 10.5, INK, False, 0, 0),
    "Quote": (SERIF, 10.5, INK, False, 0, 8),
    "Header": (SANS, 8.5, MUTED, False, 0, 0),
    "Footer": (SANS, 8.5, MUTED, False, 0, 0),
}


def dress(document: Document, digest: Digest) -> None:
    """Set page, styles and languages of an empty document."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    for name in STYLES:
        _style(document, name)
    chinese = digest.language == "zh-hans"
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)  # noqa: S101 - the template's own style
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    normal.paragraph_format.line_spacing = 1.5 if chinese else 1.3
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), "zh-CN")


def _style(document: Document, name: str) -> None:
    (latin, chinese), size, colour, bold, before, after = STYLES[name]
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)  # noqa: S101
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)  # the template's names theme fonts, which win over ours
    properties.insert(0, _element("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=chinese, cs=latin))
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    if name in ("Intense Quote", "Quote"):
        style.paragraph_format.left_indent = style.paragraph_format.right_indent = Mm(4)


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


# python-docx looks for the end of the body from its start, and for a style through all styles, at every
# call: fine for a letter, minutes for 500 proposals. What follows does both at once.


def written(document: Document, text: str, name: str = "Normal") -> Paragraph:
    """A new paragraph at the end, in one of STYLES."""
    paragraph = Paragraph(_appended(document, OxmlElement("w:p")), document._body)  # noqa: SLF001
    styled(paragraph, name)
    if text:
        paragraph.add_run(text)
    return paragraph


def tabled(document: Document, *, rows: int, columns: int, width: Length) -> Table:
    """A new table at the end."""
    return Table(_appended(document, CT_Tbl.new_tbl(rows, columns, width)), document._body)  # noqa: SLF001


def _appended(document: Document, element: Any) -> Any:
    document.element.body[-1].addprevious(element)  # the last child is always the section's properties
    return element


def styled(paragraph: Paragraph, name: str) -> None:
    """Give the paragraph one of STYLES, by its id."""
    paragraph._p.style = name.replace(" ", "")  # noqa: SLF001


def boxed(paragraph: Paragraph, *, colour: str, fill: str = "") -> None:
    """A coloured rule down the left side, and a tint where `fill` is given."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no border of its own
    borders = _element("w:pBdr")
    borders.append(_element("w:left", val="single", sz="18", space="8", color=colour))
    shading = _element("w:shd", val="clear", color="auto", fill=fill) if fill else None
    # the schema wants borders and shading before spacing, indents and alignment
    followers = ("w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    properties.insert_element_before(borders, *followers)
    if shading is not None:
        properties.insert_element_before(shading, *followers)


def ruled(paragraph: Paragraph, *, side: str, colour: str = LINE, size: int = 4) -> None:
    """A thin line above ("top") or below ("bottom") the paragraph; `size` in eighths of a point."""
    borders = _element("w:pBdr")
    borders.append(_element(f"w:{side}", val="single", sz=str(size), space="6", color=colour))
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def indented(paragraph: Paragraph) -> None:
    """First line in by two Han characters, whatever the size of type."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.insert_element_before(_element("w:ind", firstLineChars="200"), "w:jc", "w:rPr")


def lined(table: Table) -> None:
    """Lines under rows only, the first row repeated on every page, no row torn in two."""
    borders = _element("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=LINE))
    table._tbl.tblPr.insert_element_before(borders, "w:tblLayout", "w:tblCellMar", "w:tblLook")  # noqa: SLF001
    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001
        properties.append(_element("w:cantSplit"))
        if at == 0:
            properties.append(_element("w:tblHeader"))


def field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word works out, such as PAGE."""
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            code = _element("w:instrText")
            code.text = instruction
            paragraph.add_run()._r.append(code)  # noqa: SLF001
        paragraph.add_run()._r.append(_element("w:fldChar", fldCharType=kind))  # noqa: SLF001
        if kind == "separate":
            paragraph.add_run("1")


def link(paragraph: Paragraph, address: str) -> None:
    """The address as a link; anything but http(s) stays plain text."""
    if not address.startswith(("http://", "https://")):
        paragraph.add_run(address)
        return
    related = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    anchor = OxmlElement("w:hyperlink")
    anchor.set(qn("r:id"), related)
    run = paragraph.add_run(address)
    run.font.color.rgb = RGBColor.from_string(JADE)
    anchor.append(run._r)  # noqa: SLF001
    paragraph._p.append(anchor)  # noqa: SLF001
