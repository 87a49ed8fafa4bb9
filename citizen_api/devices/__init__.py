"""Phones of people who rate: an opaque token each, nothing about the person."""
