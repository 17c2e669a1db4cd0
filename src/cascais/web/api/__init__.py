"""The REST interface and its tokens."""
