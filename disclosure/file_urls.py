"""Addresses of files; they stand at `/` only, because they are the same in every language."""

from django.urls import path

from disclosure.views import downloads, matrix
from portal.core import converters  # noqa: F401  (registers `code`)

app_name = "disclosure_files"
urlpatterns = [
    *(
        path(f"matrix/<code:period>/data.{form}", matrix.data, {"form": form}, name=f"matrix_{form}")
        for form in matrix.FORMS
    ),
    path("notices/<code:number>/poster.pdf", downloads.poster, name="poster"),
    *(
        path(f"notices/<code:number>/data.{form}", downloads.data, {"form": form}, name=form)
        for form in downloads.FORMS
    ),
    path("notices/<code:number>/files/<int:pk>/<str:name>", downloads.attachment, name="attachment"),
    path("notices/<code:number>/editions/<int:edition>/poster.pdf", downloads.poster, name="edition_poster"),
    path("notices/<code:number>/editions/<int:edition>/canonical.json", downloads.canonical, name="canonical"),
    *(
        path(
            f"notices/<code:number>/editions/<int:edition>/data.{form}",
            downloads.data,
            {"form": form},
            name=f"edition_{form}",
        )
        for form in downloads.FORMS
    ),
]
