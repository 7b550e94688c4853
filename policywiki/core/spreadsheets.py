"""Text from people in cells of a spreadsheet."""

# A spreadsheet reads these as the start of a formula; the full-width forms count where input is East Asian.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    if text.startswith(_STARTS_FORMULA) or text.lstrip().startswith(_STARTS_FORMULA):
        return "'" + text
    return text
