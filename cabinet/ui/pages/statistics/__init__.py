"""The page of statistics: figures by period, chart and table."""
