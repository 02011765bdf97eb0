"""`make bench-classifier`: every number that is told about the classifier, each beside its peer or aim."""
