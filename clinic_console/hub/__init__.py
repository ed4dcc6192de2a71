"""PROGRAM: the thin server, its device door (ingest) and its worker, on Postgres, Redis and S3.

Only the command line and the demo start me; read app.py aloud from top to bottom.
I never touch Qt or the desktop's code.
"""
