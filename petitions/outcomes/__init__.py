"""What came of petitions: figures for everybody, outcomes that were released, reports, the secretary's desk."""
