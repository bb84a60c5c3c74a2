"""Stored files: under their hash, whole, and handed out with the right headers."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from disclosure.posters.models import Poster
from portal.core import files
from portal.site.data.models import DataPackage

PDF = b"%PDF-1.7 a poster"
SHA256 = hashlib.sha256(PDF).hexdigest()


Answer = Callable[..., HttpResponseBase]


@pytest.fixture
def answer(db: None) -> Iterator[Answer]:
    """Ask for a stored poster; what was answered is closed at the end, as a server does.

    Django then looks after its connections to the database, so there is one.
    """
    with ExitStack() as closing:

        def ask(
            *, store: files.Store = "public", inline: bool = True, name: str = "海报.pdf", **headers: str
        ) -> HttpResponseBase:
            keep = files.store_public if store == "public" else files.store_private
            kept = keep(PDF, suffix=".pdf")
            response = files.file_response(
                RequestFactory().get("/poster.pdf", headers=headers),
                store=store,
                stored=kept.name,
                sha256=kept.sha256,
                name=name,
                content_type="application/pdf",
                inline=inline,
            )
            closing.callback(response.close)
            return response

        yield ask


def body(response: HttpResponseBase) -> bytes:
    assert isinstance(response, FileResponse)
    return b"".join(response)


def test_file_is_kept_under_the_hash_of_its_content() -> None:
    kept = files.store_private(PDF, suffix=".pdf")
    assert kept == files.Stored(f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}.pdf", SHA256, len(PDF))
    assert files.read("private", kept.name) == PDF


def test_stores_are_apart() -> None:
    kept = files.store_private(b"only for the desk", suffix=".csv")
    assert storages["private"].exists(kept.name)
    assert not storages["public"].exists(kept.name)
    with pytest.raises(FileNotFoundError):
        files.open_file("public", kept.name)


def test_same_content_is_kept_once_and_not_written_again() -> None:
    kept = files.store_public(b"once", suffix=".pdf")
    path = Path(settings.FILES_DIR, "public", kept.name)
    path.touch()
    written = path.stat().st_ino
    assert files.store_public(b"once", suffix=".pdf") == kept
    assert path.stat().st_ino == written


@pytest.mark.parametrize("keep", [files.store_private, files.store_public])
def test_no_other_user_of_the_machine_reads_what_is_stored(keep: Callable[..., files.Stored]) -> None:
    kept = keep(b"for views to hand out", suffix=".pdf")
    path = Path(settings.FILES_DIR, keep.__name__.removeprefix("store_"), kept.name)
    assert path.stat().st_mode & 0o777 == 0o600
    folders = [each for each in path.parents if each.is_relative_to(settings.FILES_DIR)]
    assert {each.stat().st_mode & 0o777 for each in folders} == {0o700}


def test_same_content_stored_by_many_at_once_is_kept_once() -> None:
    content = b"many at once" * 1000
    with ThreadPoolExecutor(8) as pool:
        kept = {each.name for each in pool.map(lambda _n: files.store_public(content, suffix=".bin"), range(8))}
    (name,) = kept
    folder = Path(settings.FILES_DIR, "public", name).parent
    assert [path.name for path in folder.iterdir()] == [Path(name).name]


def test_a_writer_that_fails_half_way_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_file: "File[bytes]") -> Iterator[bytes]:
        yield b"who"
        raise OSError("no space left on device")

    content = b"whole file, written once by a writer that failed"
    with monkeypatch.context() as patch:
        patch.setattr(File, "chunks", fail)
        with pytest.raises(OSError, match="no space"):
            files.store_public(content, suffix=".pdf")
    kept = files.store_public(content, suffix=".pdf")
    assert files.read("public", kept.name) == content
    folder = Path(settings.FILES_DIR, "public", kept.name).parent
    assert [path.name for path in folder.iterdir()] == [Path(kept.name).name]


@pytest.mark.parametrize("suffix", ["pdf", "", ".", "./../x", ".PDF", ".a/b"])
def test_suffix_that_is_none_is_refused(suffix: str) -> None:
    with pytest.raises(ValueError, match="suffix"):
        files.store_private(b"x", suffix=suffix)


def test_published_file_may_be_shown_and_cached_for_a_moment(answer: Answer) -> None:
    response = answer()
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''%E6%B5%B7%E6%8A%A5.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=2, must-revalidate"
    assert response["ETag"] == f'"{SHA256}"'
    assert response["Content-Length"] == str(len(PDF))
    assert body(response) == PDF


def test_browser_that_has_the_file_is_told_so(answer: Answer) -> None:
    response = answer(**{"If-None-Match": f'"{SHA256}"'})
    assert response.status_code == 304
    assert (response["ETag"], response["Cache-Control"]) == (f'"{SHA256}"', files.PUBLIC_CACHING)
    assert answer(**{"If-None-Match": '"other"'}).status_code == 200


def test_private_file_is_never_cached_nor_answered_from_a_cache(answer: Answer) -> None:
    response = answer(store="private", **{"If-None-Match": f'"{SHA256}"'})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    assert body(response) == PDF


def test_other_kinds_are_only_ever_saved(answer: Answer) -> None:
    request = RequestFactory().get("/data.csv")
    csv = files.content_response(
        request, b"a,b", name="柳树村 2026Q3.csv", content_type="text/csv; charset=utf-8", public=True, inline=True
    )
    assert csv["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%9F%B3")
    assert csv["Content-Type"] == "text/csv; charset=utf-8"
    assert csv["ETag"] == f'"{hashlib.sha256(b"a,b").hexdigest()}"'
    assert answer(inline=False)["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("柳树村.xlsx", "柳树村.xlsx"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("gpj.\u202egepj", "gpj.gepj"),
        ("柳\u200d树\ufeff村.xlsx", "柳树村.xlsx"),
        (' "quoted?" .', "quoted"),
    ],
)
def test_names_are_safe_to_hand_out(answer: Answer, given: str, safe: str) -> None:
    assert files.safe_name(given) == safe
    assert "\n" not in answer(name=given)["Content-Disposition"]


def test_missing_file_is_said_to_be_missing() -> None:
    with pytest.raises(FileNotFoundError):
        files.file_response(
            RequestFactory().get("/"),
            store="public",
            stored="no/ne/none.pdf",
            sha256=SHA256,
            name="x.pdf",
            content_type="application/pdf",
        )


def test_every_column_that_names_private_files_is_known_to_the_sweep() -> None:
    named = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("stored_as") and not model.__name__.startswith("Historical")
    }
    # What is published lies in the other store, and is never swept.
    assert {(one.model, one.field) for one in files.FILE_NAMES} == named - {
        (Poster, "stored_as"),
        (DataPackage, "stored_as"),
    }
