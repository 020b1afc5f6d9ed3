"""Who takes part: people, their places and their place in the line, for courses and for events."""
