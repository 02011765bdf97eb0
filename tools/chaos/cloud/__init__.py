"""AWS as the functions see it: quick stand-ins in memory, or moto, with faults on every call."""
