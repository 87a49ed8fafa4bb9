"""How venues look on the wire: what is asked, items, pages of them, and one whole."""
