"""What follows from the facts of an act.

Forward chaining over facts concludes duties, alerts and reclassifications. The
evaluator here decides and explains; durable-rules runs the same rules in a separate
process as an independent second engine, and a disagreement stops everything.
"""
