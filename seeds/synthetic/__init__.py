"""A city that is not there: venues by number, each the same whatever their count.

A venue's number decides everything about it, through `noise`. Names end in "(mẫu)",
"a sample", and the source of every fact says that it is made up.
"""
