"""Points of risk checked before, during and after; things sealed; the display screen."""
