"""Hearing and speaking: audio, recognition, end of speech, synthesis. All of it offline."""
