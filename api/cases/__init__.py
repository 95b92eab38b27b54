"""Children by reference and the work with them, as case management systems push it."""
