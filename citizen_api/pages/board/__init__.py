"""The page of the board of the city, and its charts."""
