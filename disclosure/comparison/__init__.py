"""What two forms of notice publish about the same thing, side by side."""
