"""Moderators at work: the queue of cases, decisions and what follows from them.

Stands above the rooms: each says in `deciding` what a decision does to its things.
"""
