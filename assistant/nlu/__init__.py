"""Rasa NLU components of our own, and the training examples."""
