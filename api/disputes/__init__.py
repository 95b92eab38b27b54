"""Where somebody does not agree with a grade: what is said about it, and how it is settled.

A final audit never changes, and the grade that was reported goes on counting in every figure: figures that moved with
each dispute could be told from nobody's evidence. What a dispute was settled at is shown beside the two grades.
"""
