"""An assistant's side of server.py: drive.py DESCRIPTION BASE_URL EMAIL PASSWORD"""

import asyncio
import json
import re
import sys

import httpx2
from fastmcp import Client
from fastmcp.exceptions import ToolError

from server import make_server

path, base_url, email, password = sys.argv[1:]
with open(path, encoding="utf8") as file:
    description = json.load(file)
token = httpx2.post(f"{base_url}/auth", json={"id": email, "password": password}).json()["access_token"]


async def main() -> None:
    async with Client(make_server(description, base_url, token)) as client:
        tools = {tool.name: tool for tool in await client.list_tools()}
        for tool in tools.values():
            for name in tool.input_schema["properties"]:
                assert re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", name), f"{tool.name}: {name}"
        size = len(json.dumps(tools["createDeviceGroup"].input_schema))
        assert size < 6000, f"createDeviceGroup has {size} characters"
        assert len(tools) == 34, len(tools)
        print("ok makes tools with plain names, none of them large")

        async def call(name: str, **arguments: object) -> dict:
            result = await client.call_tool(name, arguments)
            return json.loads(result.content[0].text) if result.content else {}

        product = await call("createProduct", data={"type": "product", "attributes": {"name": "Fridge"}})
        group = await call(
            "createDeviceGroup",
            data={
                "type": "development_devicegroup",
                "attributes": {"name": "Bench"},
                "relationships": {"product": {"type": "product", "id": product["data"]["id"]}},
            },
        )
        assert group["data"]["type"] == "development_devicegroup"
        print("ok creates a product and a device group")

        page = await call("listDevices", filter_devicegroup_owner_id="null", page_size=2)
        assert len(page["data"]) == 2, page
        assert "page%5Bsize%5D=2" in page["links"]["next"] or "page[size]=2" in page["links"]["next"]
        print("ok lists devices in pages, with a filter")

        try:
            await call("getProduct", product_id="00000000-0000-0000-0000-000000000000")
            raise AssertionError("expected an error")
        except ToolError as error:
            assert "404" in str(error), error
        print("ok tells an error of the API")


asyncio.run(main())
