"""What lists and tables show, in Qt's models: ranked, grouped, bounded; one file per list.

Views place me; I read state and domain.
I never touch the link, the wire, a chart or a view.
"""
