"""The routes, a table a file: who may call, what is read, what is answered."""
