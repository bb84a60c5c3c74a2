"""What every page for staff is made of. It knows the person as `request.user`, and no app."""
