"""The site: server-rendered pages over the science and the workflows."""
