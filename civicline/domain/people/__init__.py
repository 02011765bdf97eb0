"""Contact points, the constituents behind them, and where they live."""
