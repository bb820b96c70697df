// The client that openapi-generator makes for Go, at work: drive BASE_URL EMAIL PASSWORD
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"impcentral.example/drive/impcentral"
)

func main() {
	log.SetFlags(log.Lshortfile)
	configuration := impcentral.NewConfiguration()
	configuration.Servers = impcentral.ServerConfigurations{{URL: os.Args[1]}}
	client := impcentral.NewAPIClient(configuration)

	credentials := impcentral.NewPasswordLogin(os.Args[2], os.Args[3])
	tokens, _, err := client.AuthAPI.Login(context.Background()).
		LoginRequest(impcentral.PasswordLoginAsLoginRequest(credentials)).
		Execute()
	check(err)
	var _ time.Time = tokens.ExpiresAt
	ctx := context.WithValue(context.Background(), impcentral.ContextAccessToken, tokens.AccessToken)
	fmt.Println("ok logs in")

	newProduct := impcentral.NewProductCreate("product", *impcentral.NewProductCreateAttributes("Fridge"))
	product, _, err := client.ProductsAPI.CreateProduct(ctx).
		ProductCreateDocument(*impcentral.NewProductCreateDocument(*newProduct)).
		Execute()
	check(err)
	require(product.Data.Attributes.Name == "Fridge", "the name of the product")

	newGroup := func(name, variable string) impcentral.DeviceGroupCreateDocument {
		interval, place := 60.0, "kitchen"
		attributes := impcentral.NewDeviceGroupCreateAttributes(name)
		attributes.SetEnvVars(map[string]impcentral.EnvVarValue{
			variable: impcentral.Float64AsEnvVarValue(&interval),
			"place":  impcentral.StringAsEnvVarValue(&place),
		})
		relationships := impcentral.NewDeviceGroupCreateRelationships(
			*impcentral.NewProductReference("product", product.Data.Id))
		group := impcentral.NewDevelopmentDeviceGroupCreate("development_devicegroup", *attributes, *relationships)
		return *impcentral.NewDeviceGroupCreateDocument(impcentral.DevelopmentDeviceGroupCreateAsDeviceGroupCreate(group))
	}
	created, _, err := client.DeviceGroupsAPI.CreateDeviceGroup(ctx).
		DeviceGroupCreateDocument(newGroup("Bench", "interval")).
		Execute()
	check(err)
	group := created.Data.DevelopmentDeviceGroup
	require(group != nil, "a development device group")
	require(*group.Attributes.EnvVars["interval"].Float64 == 60, "a variable that is a number")
	require(*group.Attributes.EnvVars["place"].String == "kitchen", "a variable that is a string")
	fmt.Println("ok creates a product and a device group")

	every, _, err := client.DevicesAPI.ListDevices(ctx).Execute()
	check(err)
	var references []impcentral.DeviceReference
	for _, device := range every.Data {
		references = append(references, *impcentral.NewDeviceReference("device", device.Id))
	}
	require(len(references) == 5, "five devices")
	_, err = client.DeviceGroupsAPI.AddDevicesToDeviceGroup(ctx, group.Id).
		DeviceReferenceList(*impcentral.NewDeviceReferenceList(references)).
		Execute()
	check(err)
	fmt.Println("ok adds devices to the device group")

	var sizes []int
	for number := int32(1); ; number++ {
		page, _, err := client.DevicesAPI.ListDevices(ctx).
			PageNumber(number).
			PageSize(2).
			FilterDevicegroupId(group.Id).
			Execute()
		check(err)
		sizes = append(sizes, len(page.Data))
		for _, device := range page.Data {
			var _ *string = device.Attributes.Name.Get()
			var _ bool = device.Attributes.DeviceOnline
			var _ *time.Time = device.Attributes.DeviceStateChangedAt.Get()
			require(device.Relationships.Devicegroup.Id == group.Id, "a device of the group")
		}
		if !page.Links.HasNext() {
			break
		}
	}
	require(slices.Equal(sizes, []int{2, 2, 1}), fmt.Sprint("pages of ", sizes))
	fmt.Println("ok lists devices in pages, with a filter")

	_, err = client.DeviceGroupsAPI.RemoveDevicesFromDeviceGroup(ctx, group.Id).
		DeviceReferenceList(*impcentral.NewDeviceReferenceList(references[:2])).
		Execute()
	check(err)
	left, _, err := client.DevicesAPI.ListDevices(ctx).FilterDevicegroupId(group.Id).Execute()
	check(err)
	require(len(left.Data) == 3, "three devices left")
	fmt.Println("ok removes devices: DELETE with a body")

	rename := func(name *string) *string {
		attributes := impcentral.NewDeviceUpdateAttributes(*impcentral.NewNullableString(name))
		update := impcentral.NewDeviceUpdate("device", references[0].Id, *attributes)
		updated, _, err := client.DevicesAPI.UpdateDevice(ctx, references[0].Id).
			DeviceUpdateDocument(*impcentral.NewDeviceUpdateDocument(*update)).
			Execute()
		check(err)
		return updated.Data.Attributes.Name.Get()
	}
	bench := "Bench 3"
	require(*rename(&bench) == bench, "the new name")
	require(rename(nil) == nil, "no name")
	fmt.Println("ok names a device and takes the name away")

	_, response, err := client.ProductsAPI.GetProduct(ctx, "00000000-0000-0000-0000-000000000000").Execute()
	require(response.StatusCode == http.StatusNotFound, "404")
	require(firstError(err).GetCode() == "NF001", "the code NF001")
	fmt.Println("ok gets 404 as a typed error")

	_, response, err = client.DeviceGroupsAPI.CreateDeviceGroup(ctx).
		DeviceGroupCreateDocument(newGroup("Shelf", "1st")).
		Execute()
	require(response.StatusCode == http.StatusBadRequest, "400")
	first := firstError(err)
	require(strings.HasPrefix(first.GetCode(), "VX"), "a code of the family VX")
	require(first.Source.GetPointer() == "/data/attributes/env_vars/1st", "the place of the mistake")
	fmt.Println("ok gets a validation error (VX) as a typed error")
}

func firstError(err error) *impcentral.ErrorObject {
	var apiError *impcentral.GenericOpenAPIError
	require(errors.As(err, &apiError), "an error of the API")
	return &apiError.Model().(impcentral.ErrorDocument).Errors[0]
}

func check(err error) {
	if err != nil {
		log.Output(2, err.Error())
		os.Exit(1)
	}
}

func require(condition bool, what string) {
	if !condition {
		log.Output(2, "expected "+what)
		os.Exit(1)
	}
}
