"""How far auditors, moderators and inspectors agree, and which way they lean."""
