"""The only room with SQL: one file of statements per noun, and the pools.

Service calls me; I call SQLAlchemy, psycopg and domain.
I never call service or push.
"""
