import impcentral.apis.AuthApi
import impcentral.apis.DeviceGroupsApi
import impcentral.apis.DevicesApi
import impcentral.apis.ProductsApi
import impcentral.infrastructure.ApiClient
import impcentral.infrastructure.ClientError
import impcentral.infrastructure.ClientException
import impcentral.infrastructure.Serializer
import impcentral.models.*
import java.time.OffsetDateTime

/** The client that openapi-generator makes for Kotlin, at work: DriveKt BASE_URL EMAIL PASSWORD */
fun main(args: Array<String>) {
  val (baseUrl, email, password) = args

  val tokens = AuthApi(baseUrl).login(LoginRequest(PasswordLogin(id = email, password = password)))
  require(tokens.expiresAt.isAfter(OffsetDateTime.now())) { "a token that is valid" }
  ApiClient.accessToken = tokens.accessToken
  println("ok logs in")

  val products = ProductsApi(baseUrl)
  val groups = DeviceGroupsApi(baseUrl)
  val devices = DevicesApi(baseUrl)

  val newProduct = ProductCreate(attributes = ProductCreateAttributes(name = "Fridge"))
  val product = products.createProduct(ProductCreateDocument(newProduct)).`data`
  require(product.attributes.name == "Fridge") { "the name of the product" }
  val group =
    groups.createDeviceGroup(newGroup(product, "Bench", "interval")).`data`.actualInstance as DevelopmentDeviceGroup
  val variables = group.attributes.envVars!!.mapValues { (_, value) -> value.actualInstance }
  require(variables == mapOf("interval" to 60.0, "place" to "kitchen")) { "a number and a string" }
  println("ok creates a product and a device group")

  val references = devices.listDevices().`data`.map { DeviceReference(id = it.id) }
  require(references.size == 5) { "five devices" }
  groups.addDevicesToDeviceGroup(group.id, DeviceReferenceList(references))
  println("ok adds devices to the device group")

  val sizes = mutableListOf<Int>()
  do {
    val page = devices.listDevices(pageNumber = sizes.size + 1, pageSize = 2, filterDevicegroupId = group.id)
    sizes.add(page.`data`.size)
    for (device in page.`data`) {
      val (name) = device.attributes
      require(name == null && device.attributes.deviceStateChangedAt != null) { "the attributes of a device" }
    }
  } while (page.links?.next != null)
  require(sizes == listOf(2, 2, 1)) { "pages of two, and not of $sizes" }
  println("ok lists devices in pages, with a filter")

  groups.removeDevicesFromDeviceGroup(group.id, DeviceReferenceList(references.take(2)))
  require(devices.listDevices(filterDevicegroupId = group.id).`data`.size == 3) { "three devices left" }
  println("ok removes devices: DELETE with a body")

  require(rename(devices, references[0].id, "Bench 3") == "Bench 3") { "the new name" }
  // This client leaves out what is null; an empty name says the same.
  require(rename(devices, references[0].id, "") == null) { "no name" }
  println("ok names a device and takes the name away")

  val (status, missing) = failure { products.getProduct("00000000-0000-0000-0000-000000000000") }
  require(status == 404 && missing.code == "NF001") { "404 and the code NF001" }
  println("ok gets 404 as a typed error")

  val (_, wrong) = failure { groups.createDeviceGroup(newGroup(product, "Shelf", "1st")) }
  require(wrong.code!!.startsWith("VX")) { "a code of the family VX" }
  require(wrong.source!!.pointer == "/data/attributes/env_vars/1st") { "the place of the mistake" }
  println("ok gets a validation error (VX) as a typed error")
}

private fun newGroup(product: Product, name: String, variable: String): DeviceGroupCreateDocument {
  val variables = mapOf(variable to EnvVarValue(60.0), "place" to EnvVarValue("kitchen"))
  val group =
    DevelopmentDeviceGroupCreate(
      attributes = DeviceGroupCreateAttributes(name = name, envVars = variables),
      relationships = DeviceGroupCreateRelationships(ProductReference(id = product.id)),
    )
  return DeviceGroupCreateDocument(DeviceGroupCreate(group))
}

private fun rename(devices: DevicesApi, id: String, name: String): String? {
  val update = DeviceUpdate(id = id, attributes = DeviceUpdateAttributes(name))
  return devices.updateDevice(id, DeviceUpdateDocument(update)).`data`.attributes.name
}

/** The exception has the body as text. */
private fun failure(call: () -> Unit): Pair<Int, ErrorObject> {
  val error = runCatching(call).exceptionOrNull() as ClientException
  val body = (error.response as ClientError<*>).body as String
  return error.statusCode to Serializer.gson.fromJson(body, ErrorDocument::class.java).errors.first()
}
