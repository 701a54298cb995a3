"""Rosters as such: what is asked, which rules it keeps, and the engine that draws one.

Words and laws are not known here; `capabilities` say what their rules mean in these terms. Only `solver` needs numpy
and HiGHS, and only a worker process imports it.
"""
