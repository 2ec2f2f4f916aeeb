"""The rules that `farled check` holds content and training data to: one function a rule."""
