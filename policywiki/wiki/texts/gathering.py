"""Walk a folder of texts and group them into pages with their versions, oldest first."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from policywiki.wiki.texts.parsing import NotAText, ParsedText, TextError, parse


@dataclass
class Version:
    """One dated text of a page, every path it came from, and the different texts that claim its date."""

    text: ParsedText
    paths: list[str] = field(default_factory=list)
    others: list["Version"] = field(default_factory=list)

    def add(self, text: ParsedText) -> None:
        """File another text of the same title and date: with its equal, else among the others."""
        for known in (self, *self.others):
            if text.letters == known.text.letters:
                known.paths.append(text.path)
                return
        self.others.append(Version(text, [text.path]))


@dataclass
class Gathering:
    """What a folder holds. `pages`: identity -> versions, oldest first, the undated one before all."""

    pages: dict[str, list[Version]] = field(default_factory=dict)
    not_texts: list[tuple[str, str]] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def versions(self) -> list[Version]:
        """All versions, page by page, oldest first; what else claims their dates is in their `others`."""
        return [version for versions in self.pages.values() for version in versions]

    @property
    def others(self) -> list[Version]:
        return [other for version in self.versions for other in version.others]

    @property
    def texts(self) -> int:
        """How many files are texts: published, identical and kept aside together."""
        return sum(len(version.paths) for version in self.versions + self.others)

    @property
    def identical(self) -> int:
        return sum(len(version.paths) - 1 for version in self.versions + self.others)


def gather(folder: Path, *, watch: Callable[[Iterable[Path]], Iterable[Path]] | None = None) -> Gathering:
    """Read every *.md under `folder`; `watch` wraps the paths (a progress bar). Raises NotADirectoryError."""
    result = Gathering()
    found: dict[str, dict[date | None, Version]] = {}
    paths = list(_files(folder))
    for path in watch(paths) if watch else paths:
        relative = path.relative_to(folder).as_posix()
        try:
            text = parse(relative, path.read_bytes())
        except NotAText as reason:
            result.not_texts.append((relative, str(reason)))
        except (TextError, OSError) as error:
            result.errors.append((relative, str(error)))
        else:
            _file(found, text)
    for identity, versions in found.items():
        result.pages[identity] = sorted(
            versions.values(), key=lambda version: _age(version.text.version_date)
        )
    return result


def _file(found: dict[str, dict[date | None, Version]], text: ParsedText) -> None:
    versions = found.setdefault(text.identity, {})
    if version := versions.get(text.version_date):
        version.add(text)
    else:
        versions[text.version_date] = Version(text, [text.path])


def _files(folder: Path) -> Iterator[Path]:
    """The Markdown files under `folder` by name, whatever order the file system keeps them in."""
    if not folder.is_dir():
        raise NotADirectoryError(str(folder))
    yield from sorted(path for path in folder.rglob("*.md") if path.is_file())


def _age(version_date: date | None) -> date:
    return version_date or date.min
