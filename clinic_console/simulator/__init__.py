"""PROGRAM: bedside monitors that replay recorded numerics or make plausible patients.

The command line, the demo and tests start me; I speak to ingest as any real device would.
I never touch the hub's or the desktop's code.
"""
