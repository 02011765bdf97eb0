"""The experiment behind docs/adr/0016: would a generic fine-tune of the sentence encoder help offices?

It trains low-rank changes of the published weights on texts whose topics are known, and measures heads on the changed
vectors, on topics that the change has never seen. Nothing of it is shipped, and nothing else needs its libraries:

    pip install -r requirements/dev.lock && pip install -r requirements/tuning.txt
    python -m tools.encoder_tuning ablate --json build/encoder-tuning.json
"""
