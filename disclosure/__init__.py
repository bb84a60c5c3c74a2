"""What the township and its villages owe the public: catalogue, notices, village money, posters."""
