"""The service: the only place where Flask, SQLAlchemy and marshmallow meet."""
