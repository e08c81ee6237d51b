"""Taking in what lies in files: citizens' reports, the city's map, features of a layer."""
