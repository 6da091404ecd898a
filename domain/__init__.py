"""What is true: aggregates, facts, refusals and the pure thought behind them."""
