"""The whole flow under faults: crashes at any line and call, lost answers, redelivery, disorder, skewed clocks."""
