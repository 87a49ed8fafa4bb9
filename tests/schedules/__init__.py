"""Opening hours: minutes, texts, holidays, the tables."""
