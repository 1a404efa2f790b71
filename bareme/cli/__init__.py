"""The command `bareme`.

One module per verb: it reads the arguments, asks the simulator or the engine, prints
data on standard output and talk on standard error, and ends with the exit code that
the verb promises. Start-up imports only what the verb needs.
"""
