"""From samples to what was said: recognition, joining, numbers, correcting."""
