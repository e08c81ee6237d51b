"""The desktop application of the operation center, and the local API that it talks to."""
