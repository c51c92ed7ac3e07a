"""The words both sides speak: values, endpoints, catalogue, problems, ids, clock, moment, money, filter grammar."""
