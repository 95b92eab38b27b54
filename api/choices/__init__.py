"""The council's own figures: deadlines, shares and tolerances, dated, each with an honest default."""
