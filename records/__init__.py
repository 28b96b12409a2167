"""What must not be lost: conversations and wishes for a person."""
