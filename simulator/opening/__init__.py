"""Opening a country: a pack that computes from its first minute, in which every figure is a question."""
