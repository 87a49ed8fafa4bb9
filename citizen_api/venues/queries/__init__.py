"""Questions to the tables of venues: lists (`offers`), words (`meaning`), why a list
is empty (`emptiness`), and one venue (`details`).
"""
