"""The servers that one PC can carry: Postgres, Valkey and S3 as supervised children.

The command line, the demo and tests start me.
I never touch the hub's, the desktop's or the simulator's code.
"""
