"""The page of API keys: grants, their keys, replacing and stopping them."""
