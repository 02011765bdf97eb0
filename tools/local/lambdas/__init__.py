"""What Lambda does around a function: runs it, feeds it from queues and streams, retries, gives up."""
