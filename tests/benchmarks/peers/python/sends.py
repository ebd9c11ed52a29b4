"""Times the Python SDK: sends.py URL. Prints a JSON object."""

import importlib.metadata
import json
import sys
import time

from azure.messaging.webpubsubservice import WebPubSubServiceClient

KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH"
MESSAGE = "x" * 64
client = WebPubSubServiceClient.from_connection_string(
    f"Endpoint={sys.argv[1]};AccessKey={KEY};Version=1.0;", hub="chat")


def measure(sends):
    cpu, began = time.process_time(), time.perf_counter()
    for _ in range(sends):
        client.send_to_all(MESSAGE, content_type="text/plain")
    seconds, used = time.perf_counter() - began, time.process_time() - cpu
    return {"requestsPerSecond": sends / seconds, "cpuMicroseconds": used * 1e6 / sends}


measure(300)  # warm up
version = importlib.metadata.version("azure-messaging-webpubsubservice")
print(json.dumps({"name": "Python", "version": version, "oneAtATime": measure(3000)}))
