"""Files of wordings as they are handed out."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from disclosure.organisation.models import WordingFile
from portal.core import files


def attached(request: HttpRequest, file: WordingFile, *, is_public: bool) -> HttpResponseBase:
    """Answer with a file of a wording that the reader may have."""
    response = files.file_response(
        request,
        store="private",
        stored=file.stored_as,
        sha256=file.sha256,
        name=file.name,
        content_type=file.content_type,
        inline=True,
    )
    if is_public:
        response["Cache-Control"], response["ETag"] = files.PUBLIC_CACHING, f'"{file.sha256}"'
    return response
