"""Whether the service lives, and whether it can do its work.

*Alive* is the process alone: restart it when it is not. *Ready* is the process with
its database, migrated and seeded: send it nobody while it is not.
"""
