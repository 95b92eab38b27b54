"""People, units, roles, grants, machine clients and sessions: who is asking."""
