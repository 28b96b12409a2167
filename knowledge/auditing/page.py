"""The report as one HTML page that needs nothing but itself."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from knowledge.auditing.figures import INSPECTION
from knowledge.auditing.parts import parts
from knowledge.auditing.report import Report

_FOLDER = Path(__file__).parent


def page(report: Report) -> str:
    """The whole page as HTML; whatever entries and citizens wrote is escaped."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Markup: a file of ours.
    style = Markup((_FOLDER / "page.css").read_text(encoding="utf-8"))  # noqa: S704
    return environment.get_template("page.html").render(
        report=report, parts=parts(report), style=style, inspection=INSPECTION
    )
