"""A peer as the table asks it: one JSON request a line on standard input, one JSON answer a line on standard output.

A peer is a class: its constructor gets the task of the row, run(calls) does the work so many times and is timed here,
parameters() gives what the table checks the peer's work by, versions() says what it runs on."""
import base64
import json
import sys
import time

import numpy


def array(packed):
    """Float32 values of {"shape", "base64"}."""
    return numpy.frombuffer(base64.b64decode(packed["base64"]), numpy.float32).reshape(packed["shape"]).copy()


def packed(values):
    values = numpy.ascontiguousarray(values, numpy.float32)
    return {"shape": values.shape, "base64": base64.b64encode(values.tobytes()).decode()}


def answer(kind):
    peer = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "open":
            peer = kind(request["task"])
            reply = {"versions": peer.versions()}
        elif request["do"] == "run":
            start = time.perf_counter()
            peer.run(request["calls"])
            reply = {"seconds": time.perf_counter() - start}
        else:
            reply = {"parameters": {name: packed(values) for name, values in peer.parameters().items()}}
        print(json.dumps(reply), flush=True)
