"""Tests of public bikes."""
