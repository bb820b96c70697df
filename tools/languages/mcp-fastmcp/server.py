"""The impCentral API as MCP tools: server.py DESCRIPTION BASE_URL ACCESS_TOKEN"""

import json
import sys

import httpx2
from fastmcp import FastMCP


def make_server(description: dict, base_url: str, token: str) -> FastMCP:
    # The names that the API knows, by those that the variant for assistants has.
    parameters = description["components"]["parameters"].values()
    names = {p["name"]: p["x-impcentral-name"] for p in parameters if "x-impcentral-name" in p}

    async def rename(request: httpx2.Request) -> None:
        query = [(names.get(name, name), value) for name, value in request.url.params.multi_items()]
        request.url = request.url.copy_with(params=query)
        if request.content:
            request.headers["Content-Type"] = "application/vnd.api+json"

    client = httpx2.AsyncClient(
        base_url=base_url,
        headers={"Authorization": f"Bearer {token}"},
        event_hooks={"request": [rename]},
    )
    return FastMCP.from_openapi(openapi_spec=description, client=client, name="impCentral", validate_output=False)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf8") as file:
        make_server(json.load(file), sys.argv[2], sys.argv[3]).run()
