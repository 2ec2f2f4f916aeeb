"""How visitors reach us: one file a channel. A channel stores by `reception` and shows the log."""
