"""The window: its parts wired to a session, menus, status, failures."""
