"""What is put together from all apps: home, boards, search, the desk, health."""
