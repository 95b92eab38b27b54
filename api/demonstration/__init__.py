"""The invented council: everything a newcomer needs to see Plumbline at work, and nobody real."""
