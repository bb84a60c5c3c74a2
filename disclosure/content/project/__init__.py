"""Projects and tenders, stage by stage, from approval to the final account."""
