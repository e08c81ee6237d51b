"""What the console knows at this moment: QObjects without widgets."""
