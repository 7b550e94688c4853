"""Civic knowledge: an index, its pages, and the pictures and documents they use."""

from policywiki.wiki.usefulness.models import Usefulness

from .authorship import Authorship
from .citations import Citation, PageCitation, Standing
from .imported import ImportedText, Outcome
from .links import PageLink
from .media import CityDocument, CityImage, CityRendition
from .pages import KnowledgeIndexPage, KnowledgePage, PageTag

__all__ = [
    "Authorship",
    "Citation",
    "CityDocument",
    "CityImage",
    "CityRendition",
    "ImportedText",
    "KnowledgeIndexPage",
    "KnowledgePage",
    "Outcome",
    "PageCitation",
    "PageLink",
    "PageTag",
    "Standing",
    "Usefulness",
]
