"""What the bot knows: the files, the code that checks, builds and searches them."""
