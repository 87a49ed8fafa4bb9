"""The proofs. What they are made of stays: until all are collected, no garbage is."""

import gc

gc.disable()
