"""What pages show of an edition, gathered for the components of `docs/look.md`."""
