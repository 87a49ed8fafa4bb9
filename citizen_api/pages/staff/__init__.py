"""Pages for people at work: what their roles open."""
