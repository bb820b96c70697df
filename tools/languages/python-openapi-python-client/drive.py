"""The client that openapi-python-client makes, at work: drive.py BASE_URL EMAIL PASSWORD"""

import sys
from datetime import datetime
from http import HTTPStatus
from typing import assert_type

from impcentral import AuthenticatedClient, Client, models
from impcentral.api.auth import login
from impcentral.api.device_groups import (
    add_devices_to_device_group,
    create_device_group,
    remove_devices_from_device_group,
)
from impcentral.api.devices import list_devices, update_device
from impcentral.api.products import create_product, get_product
from impcentral.types import Unset

base_url, email, password = sys.argv[1:]

tokens = login.sync(client=Client(base_url=base_url), body=models.PasswordLogin(id=email, password=password))
assert isinstance(tokens, models.TokenPair)
assert_type(tokens.expires_at, datetime)
client = AuthenticatedClient(base_url=base_url, token=tokens.access_token)
print("ok logs in")

new_product = models.ProductCreate(type_="product", attributes=models.ProductCreateAttributes(name="Fridge"))
created = create_product.sync(client=client, body=models.ProductCreateDocument(data=new_product))
assert isinstance(created, models.ProductDocument)
product = created.data
assert product.attributes.name == "Fridge"


def new_group(name: str, variable: str) -> models.DeviceGroupCreateDocument:
    env_vars = models.EnvVars()
    env_vars[variable] = 60
    env_vars["place"] = "kitchen"
    return models.DeviceGroupCreateDocument(
        data=models.DevelopmentDeviceGroupCreate(
            type_="development_devicegroup",
            attributes=models.DeviceGroupCreateAttributes(name=name, env_vars=env_vars),
            relationships=models.DeviceGroupCreateRelationships(
                product=models.ProductReference(type_="product", id=product.id)
            ),
        )
    )


document = create_device_group.sync(client=client, body=new_group("Bench", "interval"))
assert isinstance(document, models.DeviceGroupDocument)
group = document.data
assert isinstance(group, models.DevelopmentDeviceGroup)
assert_type(group.attributes.created_at, datetime)
assert group.attributes.env_vars
assert group.attributes.env_vars["interval"] == 60
assert group.attributes.env_vars["place"] == "kitchen"
print("ok creates a product and a device group")

every = list_devices.sync(client=client)
assert isinstance(every, models.DeviceList)
references = [models.DeviceReference(type_="device", id=device.id) for device in every.data]
assert len(references) == 5
added = add_devices_to_device_group.sync_detailed(
    group.id, client=client, body=models.DeviceReferenceList(data=references)
)
assert added.status_code == HTTPStatus.NO_CONTENT
print("ok adds devices to the device group")

sizes = []
number = 0
while True:
    number += 1
    page = list_devices.sync(client=client, pagenumber=number, pagesize=2, filterdevicegroup_id=group.id)
    assert isinstance(page, models.DeviceList)
    sizes.append(len(page.data))
    for device in page.data:
        assert_type(device, models.Device)
        assert_type(device.attributes.name, str | None)
        assert_type(device.attributes.device_online, bool)
        assert_type(device.attributes.device_state_changed_at, datetime | None | Unset)
        assert device.relationships.devicegroup and device.relationships.devicegroup.id == group.id
    if not page.links.next_:
        break
assert sizes == [2, 2, 1], sizes
print("ok lists devices in pages, with a filter")

removed = remove_devices_from_device_group.sync_detailed(
    group.id, client=client, body=models.DeviceReferenceList(data=references[:2])
)
assert removed.status_code == HTTPStatus.NO_CONTENT
left = list_devices.sync(client=client, filterdevicegroup_id=group.id)
assert isinstance(left, models.DeviceList)
assert len(left.data) == 3
print("ok removes devices: DELETE with a body")


def rename(name: str | None) -> str | None:
    identifier = references[0].id
    attributes = models.DeviceUpdateAttributes(name=name)
    update = models.DeviceUpdate(type_="device", id=identifier, attributes=attributes)
    updated = update_device.sync(identifier, client=client, body=models.DeviceUpdateDocument(data=update))
    assert isinstance(updated, models.DeviceDocument)
    return updated.data.attributes.name


assert rename("Bench 3") == "Bench 3"
assert rename(None) is None
print("ok names a device and takes the name away")

missing = get_product.sync_detailed("00000000-0000-0000-0000-000000000000", client=client)
assert missing.status_code == HTTPStatus.NOT_FOUND
assert isinstance(missing.parsed, models.ErrorDocument)
assert missing.parsed.errors[0].code == "NF001"
print("ok gets 404 as a typed error")

refused = create_device_group.sync_detailed(client=client, body=new_group("Shelf", "1st"))
assert refused.status_code == HTTPStatus.BAD_REQUEST
assert isinstance(refused.parsed, models.ErrorDocument)
first = refused.parsed.errors[0]
assert_type(first.code, str | Unset)
assert first.code and first.code.startswith("VX")
assert first.source and first.source.pointer == "/data/attributes/env_vars/1st"
print("ok gets a validation error (VX) as a typed error")
