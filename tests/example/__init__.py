"""An app that exists only in the tests: what the kit promises every app is proved with it."""
