"""What rasa's action server runs: thin custom actions over `bot.content`. Imports rasa_sdk."""
