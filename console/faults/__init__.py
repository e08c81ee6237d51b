"""Faults on purpose: the real service, client and store under kills, cuts and broken disks; `./poc faults NAME`."""
