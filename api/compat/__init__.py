"""What councils already send to the Department for Education, taken as it is."""
