"""What may be wrong with a PDF, said in a sentence."""

from django.utils.functional import Promise


class PdfFault(Exception):
    """A PDF that must not be handed over; ``str(fault)`` is the sentence to show.

    The sentence may be lazy, so that it reads in the language of whoever looks at the job.
    """

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
