"""What two forms say beside each other."""
