"""durable-rules as a second engine, kept inside what was found safe.

The same rules, compiled another way, run in a worker process of their own. Their
conclusions must equal those of the evaluator; nothing ever rests on them alone.
`docs/decisions/0007-rules-about-acts.md` says why it is used so.
"""
