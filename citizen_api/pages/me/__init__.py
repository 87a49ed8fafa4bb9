"""Pages about oneself: who I am here, what is kept of me, and who asked for it."""
