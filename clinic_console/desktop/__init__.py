"""PROGRAM: the console, a Qt desktop application.

Only the command line and the demo start me.
I never touch a database, Redis or S3, nor the hub's code.
"""
