"""What the worker does: see `working` for when, and how often."""
