"""What a page is made of: Wagtail's blocks for the shapes of rawblocks; the one list of text features."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock
from wagtail.images.blocks import ImageChooserBlock

from policywiki.core import links
from policywiki.core.rawblocks import normalise

__all__ = ["FEATURES", "KNOWLEDGE_BODY", "SOURCES", "normalise"]

FEATURES: Final = ["h3", "h4", "bold", "italic", "link", "ol", "ul"]


def web_address(value: str) -> None:
    """Raises ValidationError unless a link may point there."""
    if not links.address(value):
        raise ValidationError(_("Enter a web address that begins with https://"), code="address")


class SectionBlock(blocks.StructBlock):
    """A heading and the text under it. The page gives the anchor when it renders (context: `anchor`)."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=255)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Chapter")), ("3", _("Section")), ("4", _("Subsection"))],
        default="2",
    )
    text = blocks.RichTextBlock(label=_("Text"), required=False, features=FEATURES)

    class Meta:
        icon = "title"
        label = _("Section")
        template = "blocks/section.html"


class TableBlock(WagtailTableBlock):
    """A table of plain text."""

    class Meta:
        label = _("Table")
        template = "blocks/table.html"


class FigureBlock(blocks.StructBlock):
    """A picture with what it shows, in words, and its caption."""

    image = ImageChooserBlock(label=_("Picture"), required=False)
    alt = blocks.CharBlock(
        label=_("What the picture shows"),
        required=False,
        max_length=255,
        help_text=_("Read aloud to people who cannot see it. Leave empty if it is only decoration."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/figure.html"


class CitationBlock(blocks.StructBlock):
    """Quoted words and where they stand: a page here (an article of it, at a version) or an address."""

    quote = blocks.TextBlock(label=_("Quoted words"), required=False, rows=3)
    label = blocks.CharBlock(label=_("Source"), required=False, max_length=255)
    url = blocks.CharBlock(
        label=_("Web address"), required=False, max_length=links.LONGEST, validators=[web_address]
    )
    page = blocks.PageChooserBlock(label=pgettext_lazy("of knowledge", "Page"), required=False)
    anchor = blocks.CharBlock(label=_("Article or section"), required=False, max_length=100)
    edition = blocks.IntegerBlock(label=_("Version"), required=False, min_value=1)

    class Meta:
        icon = "openquote"
        label = _("Citation")
        template = "blocks/citation.html"


class CalloutBlock(blocks.StructBlock):
    """A few sentences set apart."""

    tone = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("note", _("Note")), ("warning", _("Please note")), ("deadline", _("Deadline"))],
        default="note",
    )
    text = blocks.RichTextBlock(label=_("Text"), required=False, features=FEATURES)

    class Meta:
        icon = "warning"
        label = _("Highlighted note")
        template = "blocks/callout.html"


class SourceBlock(blocks.StructBlock):
    """Where a page's facts come from."""

    label = blocks.CharBlock(label=_("Source"), max_length=255)
    url = blocks.CharBlock(
        label=_("Web address"), required=False, max_length=links.LONGEST, validators=[web_address]
    )

    class Meta:
        icon = "link"
        label = _("Source")
        template = "blocks/source.html"


KNOWLEDGE_BODY: Final[list[tuple[str, Any]]] = [
    ("section", SectionBlock()),
    ("table", TableBlock()),
    ("figure", FigureBlock()),
    ("citation", CitationBlock()),
    ("callout", CalloutBlock()),
]
SOURCES: Final[list[tuple[str, Any]]] = [("source", SourceBlock())]
