"""The commands of `dialoog`, and what they prepare before the server starts."""
