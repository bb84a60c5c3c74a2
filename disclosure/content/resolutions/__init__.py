"""What meetings decided: who was present, how they voted, how it is carried out."""
