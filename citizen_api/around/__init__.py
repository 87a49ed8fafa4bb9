"""The city card: what is around a place right now. It stands above the rooms."""
