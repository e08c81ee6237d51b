"""What the service answers under which address: functions of a few lines."""
