"""Why a file that somebody sent cannot be used."""


class FileRefusal(ValueError):
    """A refusal in one sentence with `%(name)s` places. `str()` is English; `sentence` is translated when shown."""

    def __init__(self, sentence: str, **params: str) -> None:
        self.sentence = sentence
        self.params = params
        super().__init__(sentence % params if params else sentence)


class UnreadableFile(FileRefusal):
    """The file is no table, is damaged or locked, or holds nothing of what it is read for."""
