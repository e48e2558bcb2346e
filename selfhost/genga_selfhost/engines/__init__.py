"""What draws: each engine in a file of its own, loaded only when it is chosen."""
