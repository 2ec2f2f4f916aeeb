"""The desk: where lotsar see who waits, claim, read, reply, hand back and close."""
