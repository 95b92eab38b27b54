"""The proof: each room through HTTP, as named roles, against PostgreSQL."""
