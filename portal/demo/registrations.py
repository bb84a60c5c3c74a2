"""What the demo offers where it is loaded."""

from disclosure.content.statement.registry import SAMPLE_LEDGERS, SampleLedgers
from portal.demo.samples import content_for, sample_ledger_for

SAMPLE_LEDGERS.register(SampleLedgers("demo", sample_ledger_for, content_for))
