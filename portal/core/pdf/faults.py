"""What may be wrong with a PDF, said in a sentence."""


class PdfFault(Exception):
    """A PDF that must not be handed over; ``str(fault)`` is the sentence to show."""
