"""The speech service: hearing and speaking for other programs, on loopback."""
