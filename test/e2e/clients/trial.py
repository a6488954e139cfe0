"""Runs trials with one of Python's HTTP clients: trial.py urllib|requests FILE."""

import base64
import json
import sys
import urllib.error
import urllib.parse
import urllib.request


def form_body(trial):
    """Bytes and content type of the bodies that urllib leaves to its user."""
    body = trial.get("body")
    if body is None:
        return None, None
    if body["kind"] == "bytes":
        return base64.b64decode(body["base64"]), None
    if body["kind"] == "form":
        return urllib.parse.urlencode(body["fields"]).encode(), "application/x-www-form-urlencoded"
    if body["kind"] == "chunked":
        return (piece.encode() for piece in body["pieces"]), None
    boundary = "a-boundary-of-its-own"
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in body["fields"].items()
    )
    return f"{parts}--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def with_urllib(trial):
    data, content_type = form_body(trial)
    request = urllib.request.Request(trial["url"], data=data, method=trial["method"])
    for name, value in trial["headers"].items():
        request.add_header(name, value)
    if content_type is not None:
        request.add_header("Content-Type", content_type)
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers.items(), answer.read().decode("utf-8", "replace")


def with_requests(trial):
    import requests

    body = trial.get("body")
    extra = {}
    if body is not None:
        if body["kind"] == "form":
            extra["data"] = body["fields"]
        elif body["kind"] == "multipart":
            extra["files"] = {name: (None, value) for name, value in body["fields"].items()}
        else:
            extra["data"] = form_body(trial)[0]
    answer = requests.request(trial["method"], trial["url"], headers=trial["headers"], **extra)
    return answer.status_code, answer.headers.items(), answer.text


def main():
    ask = {"urllib": with_urllib, "requests": with_requests}[sys.argv[1]]
    with open(sys.argv[2], encoding="utf-8") as file:
        trials = json.load(file)
    outcomes = []
    for trial in trials:
        outcome = {"id": trial["id"], "status": 0, "headers": {}, "body": ""}
        try:
            status, headers, body = ask(trial)
            outcome.update(
                status=status, headers={name.lower(): value for name, value in headers}, body=body
            )
        except Exception as error:  # every failure of a client is an outcome
            outcome["error"] = repr(error)
        outcomes.append(outcome)
    print(json.dumps(outcomes))


main()
