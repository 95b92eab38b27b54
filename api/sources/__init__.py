"""What comes in, from where, whether it is complete and right, and which rows to mend where they were written."""
