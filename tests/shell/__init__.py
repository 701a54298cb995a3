"""Tests of the window: real widgets on real desks, off screen."""
