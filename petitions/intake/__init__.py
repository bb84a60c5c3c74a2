"""How a petition comes in, and how its sender follows it."""
