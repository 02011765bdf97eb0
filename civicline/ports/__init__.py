"""What use cases need from the world, as Protocols; adapters and the tests' fakes fulfil them.

Every write says what it expects to find: it returns False where the same step was already done (a redelivery), and
raises ConcurrentChangeError where something else changed in between (load again and decide again).
"""
