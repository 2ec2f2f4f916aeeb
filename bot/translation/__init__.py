"""Machine translation between lots and visitor, by a service that the municipality has chosen."""
