"""The rules of the operation center: frozen values and tables, standard library only."""
