"""The pharmacy on the desk: its pages, what they bring to 今日, how their papers are found."""
