"""Units, people, posts and sign-in."""
