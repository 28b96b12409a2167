"""When somebody begins and ends to speak: voice activity, and turns made of it."""
