"""What a co-operative's staff and members do with the rules.

Acts, jobs, projects, a worker's year, comparisons, portfolios, ledgers and obligations:
each takes a scenario, asks the engine, and returns a result that holds amounts, payees,
assumptions, gaps and entries. It knows no command line and no web.
"""
