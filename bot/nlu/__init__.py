"""Understanding: Rasa graph components, training and measuring. The only room that imports rasa.

Modules that need no rasa (belief, evidence, linear) do not import it, so their tests are fast.
"""
