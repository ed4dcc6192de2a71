"""What a user can do, one file of use cases per noun, through the link and onto the state.

Views call me through the bridge.
I never touch Qt.
"""
