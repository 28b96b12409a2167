"""Speaking: text made ready to be said, two voices in workers of their own, a cache of clips."""
