"""Breaches of personal data: found by rules, reported within 72 hours.

A *suspicion* is what a rule sees in the look-ups; a *breach* is its record, with the
people affected. A privacy officer assesses it and notes when the authority was told.
"""
