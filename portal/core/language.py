"""The language of a page: its path decides, and nothing else does."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

ENGLISH_ROOT = "/en/"


def is_chinese() -> bool:
    """Return whether the active language is Chinese."""
    return (translation.get_language() or settings.LANGUAGE_CODE).startswith("zh")


def path_language(path: str) -> str:
    """Return the language of a path: English under `/en/`, Chinese everywhere else."""
    return "en" if path.startswith(ENGLISH_ROOT) else settings.LANGUAGE_CODE


def localized_path(path: str, language: str | None = None) -> str:
    """Return where the page at `path` (at either root) is in a language, or in the active one."""
    language = language or translation.get_language() or ""
    bare = f"/{path.removeprefix(ENGLISH_ROOT)}" if path.startswith(ENGLISH_ROOT) else path
    return f"{ENGLISH_ROOT}{bare.removeprefix('/')}" if language.startswith("en") else bare


class PathLanguageMiddleware:
    """Activate the path's language while the page is made; name it in `Content-Language`, never in `Vary`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the path's language, and leave the thread as it was."""
        language = path_language(request.path_info)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
