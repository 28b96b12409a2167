"""The bot: what it understands, what it does, and the contract of its replies."""
