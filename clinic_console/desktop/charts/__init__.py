"""Widgets that paint live values themselves: tiles now, trends later.

Views place me; I read state, domain and theme.
I never touch the link, the wire or a view.
"""
