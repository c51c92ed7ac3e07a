"""The daily and the monthly report: its content, its page, and the files it is kept in. No Qt."""
