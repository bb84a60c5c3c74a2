"""What this room hands to the rest of the portal."""
