"""Pure functions of counts, dates and grades: no database, no clock, no social-care word."""
