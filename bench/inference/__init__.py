"""How long conclusions take: the evaluator, durable-rules beside it, CLIPS where it is installed."""
