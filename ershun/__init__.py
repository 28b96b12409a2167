"""The product: its command line and how it is run."""
