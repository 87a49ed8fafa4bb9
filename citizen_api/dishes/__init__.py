"""What people eat in Hải Phòng: the dishes, their many names, what they cost.

A *form* is one way to write a dish (a name, an alias, a spelling without marks, a
translation). A *signature* dish is one that the city is known for.
"""
