"""The lead hospital's half: intake, journal, streams, enrolment; knows no capability and no screen."""
