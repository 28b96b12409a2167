"""The web door: HTTP API and chat page."""
