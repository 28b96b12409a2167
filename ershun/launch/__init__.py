"""Getting everything ready and keeping it running: what ``make run`` does."""
