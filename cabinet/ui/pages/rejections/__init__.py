"""The page of rejections: filter, groups, list, the card beside, cases and corrections."""
