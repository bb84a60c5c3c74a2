"""A pack of posters: every poster made, then all of them bound behind the sheet they are checked off on."""

from disclosure.boards.packs.documents.making import make

__all__ = ["make"]
