"""A Order API as a tutorial would write it: FastAPI and prometheus_client, with the raw path as a label.

Usage: python-order-api.py PORT
"""

import sys
import time

import uvicorn
from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Histogram, generate_latest

REQUESTS = Counter("order_api_requests_total", "Total HTTP requests", ["method", "endpoint", "status"])
DURATION = Histogram(
    "order_api_request_duration_seconds",
    "HTTP request latency in seconds",
    ["method", "endpoint"],
    buckets=[0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0],
)

app = FastAPI()


@app.middleware("http")
async def measure(request: Request, call_next):
    start = time.time()
    response = await call_next(request)
    path = request.url.path
    REQUESTS.labels(method=request.method, endpoint=path, status=response.status_code).inc()
    DURATION.labels(method=request.method, endpoint=path).observe(time.time() - start)
    return response


@app.get("/metrics")
def metrics():
    return Response(content=generate_latest(), media_type=CONTENT_TYPE_LATEST)


@app.get("/openmetrics")
def open_metrics():
    from prometheus_client.openmetrics import exposition

    return Response(content=exposition.generate_latest(REGISTRY), media_type=exposition.CONTENT_TYPE_LATEST)


@app.get("/orders")
def list_tasks():
    return {"tasks": []}


@app.post("/orders", status_code=201)
def create_task():
    return {"id": 1}


@app.get("/orders/{task_id}")
def read_task(task_id: int):
    return {"id": task_id}


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
