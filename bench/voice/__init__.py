"""Hearing and speaking beside stock vosk and naive pyttsx3, in the same run."""
