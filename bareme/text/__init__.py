"""Results as text for a reader: numbers, dates and legal terms in the reader's language, figures in columns.

It takes the data that the simulator returns and computes nothing.
"""
