"""The targets that members adopted."""
