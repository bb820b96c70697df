// The client that oapi-codegen makes for Go, at work: drive BASE_URL EMAIL PASSWORD
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"slices"
	"strings"

	api "impcentral.example/drive/impcentral"
)

func main() {
	log.SetFlags(log.Lshortfile)
	ctx := context.Background()
	token := ""
	client, err := api.NewClientWithResponses(os.Args[1], api.WithRequestEditorFn(
		func(_ context.Context, request *http.Request) error {
			if token != "" {
				request.Header.Set("Authorization", "Bearer "+token)
			}
			return nil
		}))
	check(err)

	var credentials api.LoginRequest
	check(credentials.FromPasswordLogin(api.PasswordLogin{Id: os.Args[2], Password: os.Args[3]}))
	login, err := client.LoginWithResponse(ctx, &api.LoginParams{}, credentials)
	check(err)
	token = login.JSON200.AccessToken
	fmt.Println("ok logs in")

	product, err := client.CreateProductWithApplicationVndAPIPlusJSONBodyWithResponse(ctx, api.ProductCreateDocument{
		Data: api.ProductCreate{Type: "product", Attributes: api.ProductCreateAttributes{Name: "Fridge"}},
	})
	check(err)

	newGroup := func(name, variable string) api.DeviceGroupCreateDocument {
		var interval, place api.EnvVarValue
		check(interval.FromEnvVarValue1(60))
		check(place.FromEnvVarValue0("kitchen"))
		var document api.DeviceGroupCreateDocument
		check(document.Data.FromDevelopmentDeviceGroupCreate(api.DevelopmentDeviceGroupCreate{
			Type:       "development_devicegroup",
			Attributes: api.DeviceGroupCreateAttributes{Name: name, EnvVars: &api.EnvVars{variable: interval, "place": place}},
			Relationships: api.DeviceGroupCreateRelationships{
				Product: api.ProductReference{Type: "product", Id: product.ApplicationvndApiJSON201.Data.Id},
			},
		}))
		return document
	}
	created, err := client.CreateDeviceGroupWithApplicationVndAPIPlusJSONBodyWithResponse(ctx, newGroup("Bench", "interval"))
	check(err)
	group, err := created.ApplicationvndApiJSON201.Data.AsDevelopmentDeviceGroup()
	check(err)
	interval, err := (*group.Attributes.EnvVars)["interval"].AsEnvVarValue1()
	check(err)
	require(interval == 60, "a variable that is a number")
	fmt.Println("ok creates a product and a device group")

	list := func(params api.ListDevicesParams) *api.DeviceListResponse {
		page, err := client.ListDevicesWithResponse(ctx, &params)
		check(err)
		return page.ApplicationvndApiJSON200
	}
	var references []api.DeviceReference
	for _, device := range list(api.ListDevicesParams{}).Data {
		references = append(references, api.DeviceReference{Type: "device", Id: device.Id})
	}
	require(len(references) == 5, "five devices")
	added, err := client.AddDevicesToDeviceGroupWithApplicationVndAPIPlusJSONBodyWithResponse(ctx, group.Id,
		api.DeviceReferenceList{Data: references})
	check(err)
	require(added.StatusCode() == http.StatusNoContent, "204")
	fmt.Println("ok adds devices to the device group")

	var sizes []int
	for number := int32(1); ; number++ {
		size := int32(2)
		page := list(api.ListDevicesParams{PageNumber: &number, PageSize: &size, FilterDevicegroupId: &group.Id})
		sizes = append(sizes, len(page.Data))
		if page.Links.Next == nil {
			break
		}
	}
	require(slices.Equal(sizes, []int{2, 2, 1}), fmt.Sprint("pages of ", sizes))
	fmt.Println("ok lists devices in pages, with a filter")

	removed, err := client.RemoveDevicesFromDeviceGroupWithApplicationVndAPIPlusJSONBodyWithResponse(ctx, group.Id,
		&api.RemoveDevicesFromDeviceGroupParams{}, api.DeviceReferenceList{Data: references[:2]})
	check(err)
	require(removed.StatusCode() == http.StatusNoContent, "204")
	require(len(list(api.ListDevicesParams{FilterDevicegroupId: &group.Id}).Data) == 3, "three devices left")
	fmt.Println("ok removes devices: DELETE with a body")

	bench := "Bench 3"
	for _, name := range []*string{&bench, nil} {
		updated, err := client.UpdateDeviceWithApplicationVndAPIPlusJSONBodyWithResponse(ctx, references[0].Id,
			api.DeviceUpdateDocument{Data: api.DeviceUpdate{
				Type:       "device",
				Id:         references[0].Id,
				Attributes: api.DeviceUpdateAttributes{Name: name},
			}})
		check(err)
		got := updated.ApplicationvndApiJSON200.Data.Attributes.Name
		require((got == nil) == (name == nil) && (got == nil || *got == *name), "the name")
	}
	fmt.Println("ok names a device and takes the name away")

	missing, err := client.GetProductWithResponse(ctx, "00000000-0000-0000-0000-000000000000")
	check(err)
	require(*missing.ApplicationvndApiJSON404.Errors[0].Code == "NF001", "404 with the code NF001")
	fmt.Println("ok gets 404 as a typed error")

	refused, err := client.CreateDeviceGroupWithApplicationVndAPIPlusJSONBodyWithResponse(ctx, newGroup("Shelf", "1st"))
	check(err)
	first := refused.ApplicationvndApiJSON400.Errors[0]
	require(strings.HasPrefix(*first.Code, "VX"), "a code of the family VX")
	require(*first.Source.Pointer == "/data/attributes/env_vars/1st", "the place of the mistake")
	fmt.Println("ok gets a validation error (VX) as a typed error")
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
