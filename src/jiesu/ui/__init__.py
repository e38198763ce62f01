"""The design system: tokens and components, alive at /ui/."""
