"""The client that openapi-generator makes for Python, at work: drive.py BASE_URL EMAIL PASSWORD"""

import sys
from datetime import datetime
from typing import Optional

from typing_extensions import assert_type

import impcentral
from impcentral.exceptions import BadRequestException, NotFoundException

base_url, email, password = sys.argv[1:]
configuration = impcentral.Configuration(host=base_url)
client = impcentral.ApiClient(configuration)

tokens = impcentral.AuthApi(client).login(
    impcentral.LoginRequest(impcentral.PasswordLogin(id=email, password=password))
)
assert_type(tokens.expires_at, datetime)
configuration.access_token = tokens.access_token
print("ok logs in")

products = impcentral.ProductsApi(client)
groups = impcentral.DeviceGroupsApi(client)
devices = impcentral.DevicesApi(client)

product = products.create_product(
    impcentral.ProductCreateDocument(
        data=impcentral.ProductCreate(
            type="product", attributes=impcentral.ProductCreateAttributes(name="Fridge")
        )
    )
).data
assert product.attributes.name == "Fridge"


def new_group(name: str, variable: str) -> impcentral.DeviceGroupCreateDocument:
    attributes = impcentral.DeviceGroupCreateAttributes(
        name=name, env_vars={variable: impcentral.EnvVarValue(60), "place": impcentral.EnvVarValue("kitchen")}
    )
    relationships = impcentral.DeviceGroupCreateRelationships(
        product=impcentral.ProductReference(type="product", id=product.id)
    )
    group = impcentral.DevelopmentDeviceGroupCreate(
        type="development_devicegroup", attributes=attributes, relationships=relationships
    )
    return impcentral.DeviceGroupCreateDocument(data=impcentral.DeviceGroupCreate(group))


group = groups.create_device_group(new_group("Bench", "interval")).data.actual_instance
assert isinstance(group, impcentral.DevelopmentDeviceGroup)
assert_type(group.attributes.created_at, datetime)
assert group.attributes.env_vars
assert {name: value.actual_instance for name, value in group.attributes.env_vars.items()} == {
    "interval": 60,
    "place": "kitchen",
}
print("ok creates a product and a device group")

references = [impcentral.DeviceReference(type="device", id=device.id) for device in devices.list_devices().data]
assert len(references) == 5
groups.add_devices_to_device_group(group.id, impcentral.DeviceReferenceList(data=references))
print("ok adds devices to the device group")

sizes = []
number = 0
while True:
    number += 1
    page = devices.list_devices(page_number=number, page_size=2, filter_devicegroup_id=group.id)
    sizes.append(len(page.data))
    for device in page.data:
        assert_type(device, impcentral.Device)
        assert_type(device.attributes.name, Optional[str])
        assert_type(device.attributes.device_online, bool)
        assert_type(device.attributes.device_state_changed_at, Optional[datetime])
        assert device.relationships.devicegroup and device.relationships.devicegroup.id == group.id
    if page.links.next is None:
        break
assert sizes == [2, 2, 1], sizes
print("ok lists devices in pages, with a filter")

groups.remove_devices_from_device_group(group.id, impcentral.DeviceReferenceList(data=references[:2]))
assert len(devices.list_devices(filter_devicegroup_id=group.id).data) == 3
print("ok removes devices: DELETE with a body")


def rename(name: Optional[str]) -> Optional[str]:
    identifier = references[0].id
    attributes = impcentral.DeviceUpdateAttributes(name=name)
    update = impcentral.DeviceUpdate(type="device", id=identifier, attributes=attributes)
    return devices.update_device(identifier, impcentral.DeviceUpdateDocument(data=update)).data.attributes.name


assert rename("Bench 3") == "Bench 3"
assert rename(None) is None
print("ok names a device and takes the name away")

try:
    products.get_product("00000000-0000-0000-0000-000000000000")
    raise AssertionError("the product exists")
except NotFoundException as error:
    assert isinstance(error.data, impcentral.ErrorDocument)
    assert error.data.errors[0].code == "NF001"
print("ok gets 404 as a typed error")

try:
    groups.create_device_group(new_group("Shelf", "1st"))
    raise AssertionError("the name of the variable is right")
except BadRequestException as error:
    assert isinstance(error.data, impcentral.ErrorDocument)
    first = error.data.errors[0]
    assert_type(first.code, Optional[str])
    assert first.code and first.code.startswith("VX")
    assert first.source and first.source.pointer == "/data/attributes/env_vars/1st"
print("ok gets a validation error (VX) as a typed error")
