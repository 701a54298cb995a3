"""Tests of the furniture: real widgets, off screen."""
