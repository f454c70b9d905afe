"""A producer that talks to the workers through Redis as the platform's prototype does.

    producer.py URL enqueue TYPE DATA [PRIORITY]   prints the task's id
    producer.py URL poll ID SECONDS                prints the result, asked for ten times a second
    producer.py URL listen TYPE DATA SECONDS       subscribes, enqueues, prints the result once told
"""

import json
import sys
import time
from datetime import datetime, timezone

import redis

CHANNEL = "devskyy:results:channel"


def enqueue(client, task_type, data, priority=5, timeout=300):
    task_id = f"{task_type}:{time.time()}"
    task = {
        "task_id": task_id,
        "task_type": task_type,
        "data": data,
        "status": "queued",
        "created_at": datetime.now(timezone.utc).isoformat(),
        "priority": priority,
        "timeout": timeout,
    }
    client.setex(f"devskyy:tasks:{task_id}", timeout, json.dumps(task))
    client.zadd(f"queue:{task_type}", {task_id: priority})
    return task_id


def result_of(client, task_id):
    value = client.get(f"devskyy:results:{task_id}")
    return json.loads(value) if value else None


def poll(client, task_id, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        result = result_of(client, task_id)
        if result:
            return result
        time.sleep(0.1)
    task = client.get(f"devskyy:tasks:{task_id}")
    return {"status": "timeout", "task": json.loads(task) if task else "not_found"}


def listen(client, task_type, data, seconds):
    channel = client.pubsub(ignore_subscribe_messages=False)
    channel.subscribe(CHANNEL)
    if channel.get_message(timeout=seconds)["type"] != "subscribe":
        raise RuntimeError("not subscribed")
    task_id = enqueue(client, task_type, data)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        message = channel.get_message(timeout=1)
        if message and message["type"] == "message":
            told = json.loads(message["data"])
            if told["task_id"] == task_id:
                return {"told": told, "result": result_of(client, task_id)}
    return {"told": "nothing", "result": result_of(client, task_id)}


def main(url, verb, *rest):
    client = redis.Redis.from_url(url, decode_responses=True)
    if verb == "enqueue":
        print(enqueue(client, rest[0], json.loads(rest[1]), *map(int, rest[2:3])))
    elif verb == "poll":
        print(json.dumps(poll(client, rest[0], float(rest[1]))))
    elif verb == "listen":
        print(json.dumps(listen(client, rest[0], json.loads(rest[1]), float(rest[2]))))
    else:
        sys.exit(f"no such verb: {verb}")


if __name__ == "__main__":
    main(*sys.argv[1:])
