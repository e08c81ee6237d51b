"""The shift report and the handover: figures, map page, PDF and XLSX."""
