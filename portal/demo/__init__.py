"""The demo township 青石镇, all made up: `data/demo/` holds who does what and when, this package does it."""
