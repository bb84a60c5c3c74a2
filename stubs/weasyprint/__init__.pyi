from collections.abc import Sequence
from pathlib import Path

from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

class Page:
    width: float
    height: float
    anchors: dict[str, tuple[float, float, float, float]]

class Document:
    pages: list[Page]
    def write_pdf(self, *, zoom: float = ..., pdf_identifier: bytes = ..., pdf_tags: bool = ...) -> bytes: ...

class CSS:
    def __init__(self, *, filename: Path, url_fetcher: URLFetcher, font_config: FontConfiguration) -> None: ...

class HTML:
    def __init__(self, *, string: str, base_url: str, url_fetcher: URLFetcher) -> None: ...
    def render(self, *, font_config: FontConfiguration, stylesheets: Sequence[CSS]) -> Document: ...
