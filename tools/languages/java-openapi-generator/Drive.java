import impcentral.ApiClient;
import impcentral.ApiException;
import impcentral.api.AuthApi;
import impcentral.api.DeviceGroupsApi;
import impcentral.api.DevicesApi;
import impcentral.api.ProductsApi;
import impcentral.model.*;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The client that openapi-generator makes for Java, at work: Drive BASE_URL EMAIL PASSWORD */
public class Drive {
  public static void main(String[] args) throws ApiException {
    ApiClient client = new ApiClient().setBasePath(args[0]);

    PasswordLogin credentials = new PasswordLogin().id(args[1]).password(args[2]);
    TokenPair tokens = new AuthApi(client).login(new LoginRequest(credentials)).execute();
    OffsetDateTime expiresAt = tokens.getExpiresAt();
    require(expiresAt.isAfter(OffsetDateTime.now()), "a token that is valid");
    client.setBearerToken(tokens.getAccessToken());
    System.out.println("ok logs in");

    ProductsApi products = new ProductsApi(client);
    DeviceGroupsApi groups = new DeviceGroupsApi(client);
    DevicesApi devices = new DevicesApi(client);

    ProductCreate newProduct = new ProductCreate().attributes(new ProductCreateAttributes().name("Fridge"));
    Product product = products.createProduct(new ProductCreateDocument().data(newProduct)).execute().getData();
    require(product.getAttributes().getName().equals("Fridge"), "the name of the product");
    DevelopmentDeviceGroup group =
        groups.createDeviceGroup(newGroup(product, "Bench", "interval")).execute().getData().getDevelopmentDeviceGroup();
    require(group.getAttributes().getEnvVars().get("interval").getDouble() == 60, "a number");
    require(group.getAttributes().getEnvVars().get("place").getString().equals("kitchen"), "a string");
    System.out.println("ok creates a product and a device group");

    List<DeviceReference> references = new ArrayList<>();
    for (Device device : devices.listDevices().execute().getData()) {
      references.add(new DeviceReference().id(device.getId()));
    }
    require(references.size() == 5, "five devices");
    groups.addDevicesToDeviceGroup(group.getId(), new DeviceReferenceList().data(references)).execute();
    System.out.println("ok adds devices to the device group");

    List<Integer> sizes = new ArrayList<>();
    URI next;
    do {
      DeviceList page = devices
          .listDevices()
          .pageNumber(sizes.size() + 1)
          .pageSize(2)
          .filterDevicegroupId(group.getId())
          .execute();
      sizes.add(page.getData().size());
      for (Device device : page.getData()) {
        String name = device.getAttributes().getName();
        Boolean online = device.getAttributes().getDeviceOnline();
        OffsetDateTime changed = device.getAttributes().getDeviceStateChangedAt();
        require(name == null && online != null && changed != null, "the attributes of a device");
        require(device.getRelationships().getDevicegroup().getId().equals(group.getId()), "a device of the group");
      }
      next = page.getLinks().getNext();
    } while (next != null);
    require(sizes.equals(List.of(2, 2, 1)), "pages of " + sizes);
    System.out.println("ok lists devices in pages, with a filter");

    DeviceReferenceList some = new DeviceReferenceList().data(references.subList(0, 2));
    groups.removeDevicesFromDeviceGroup(group.getId(), some).execute();
    int left = devices.listDevices().filterDevicegroupId(group.getId()).execute().getData().size();
    require(left == 3, "three devices left");
    System.out.println("ok removes devices: DELETE with a body");

    require(rename(devices, references.get(0).getId(), "Bench 3").equals("Bench 3"), "the new name");
    // This client leaves out what is null; an empty name says the same.
    require(rename(devices, references.get(0).getId(), "") == null, "no name");
    System.out.println("ok names a device and takes the name away");

    try {
      products.getProduct("00000000-0000-0000-0000-000000000000").execute();
      throw new AssertionError("the product exists");
    } catch (ApiException e) {
      ErrorDocument document = e.getErrorObject();
      require(e.getCode() == 404 && document.getErrors().get(0).getCode().equals("NF001"), "404 and the code NF001");
    }
    System.out.println("ok gets 404 as a typed error");

    try {
      groups.createDeviceGroup(newGroup(product, "Shelf", "1st")).execute();
      throw new AssertionError("the name of the variable is right");
    } catch (ApiException e) {
      ErrorObject first = e.getErrorObject().getErrors().get(0);
      require(first.getCode().startsWith("VX"), "a code of the family VX");
      require(first.getSource().getPointer().equals("/data/attributes/env_vars/1st"), "the place of the mistake");
    }
    System.out.println("ok gets a validation error (VX) as a typed error");
  }

  private static DeviceGroupCreateDocument newGroup(Product product, String name, String variable) {
    DevelopmentDeviceGroupCreate group = new DevelopmentDeviceGroupCreate()
        .attributes(
            new DeviceGroupCreateAttributes()
                .name(name)
                .putEnvVarsItem(variable, new EnvVarValue(60.0))
                .putEnvVarsItem("place", new EnvVarValue("kitchen")))
        .relationships(
            new DeviceGroupCreateRelationships().product(new ProductReference().id(product.getId())));
    return new DeviceGroupCreateDocument().data(new DeviceGroupCreate(group));
  }

  private static String rename(DevicesApi devices, String id, String name) throws ApiException {
    DeviceUpdate update = new DeviceUpdate().id(id).attributes(new DeviceUpdateAttributes().name(name));
    return devices.updateDevice(id, new DeviceUpdateDocument().data(update)).execute().getData().getAttributes().getName();
  }

  private static void require(boolean condition, String what) {
    if (!condition) throw new AssertionError("expected " + what);
  }
}
