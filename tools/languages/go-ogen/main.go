// The client that ogen makes for Go, at work: drive BASE_URL EMAIL PASSWORD
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	api "impcentral.example/drive/impcentral"
)

// session gives the access token to each call that needs one.
type session struct{ token string }

func (s *session) Bearer(context.Context, api.OperationName) (api.Bearer, error) {
	return api.Bearer{Token: s.token}, nil
}

func main() {
	log.SetFlags(log.Lshortfile)
	ctx := context.Background()
	signedIn := &session{}
	client, err := api.NewClient(os.Args[1], signedIn)
	check(err)

	credentials := api.PasswordLogin{ID: os.Args[2], Password: os.Args[3]}
	login, err := client.Login(ctx, api.NewPasswordLoginLoginRequest(credentials), api.LoginParams{})
	check(err)
	signedIn.token = login.(*api.TokenPairResponseHeaders).Response.AccessToken
	fmt.Println("ok logs in")

	product, err := client.CreateProduct(ctx, &api.ProductCreateDocument{
		Data: api.ProductCreate{Type: api.ProductCreateTypeProduct, Attributes: api.ProductCreateAttributes{Name: "Fridge"}},
	})
	check(err)
	productID := product.(*api.ProductCreatedResponseHeaders).Response.Data.ID

	newGroup := func(name, variable string) *api.DeviceGroupCreateDocument {
		return &api.DeviceGroupCreateDocument{Data: api.NewDevelopmentDeviceGroupCreateDeviceGroupCreate(
			api.DevelopmentDeviceGroupCreate{
				Type: api.DevelopmentDeviceGroupCreateTypeDevelopmentDevicegroup,
				Attributes: api.DeviceGroupCreateAttributes{
					Name: name,
					EnvVars: api.NewOptEnvVars(api.EnvVars{
						variable: api.NewFloat64EnvVarValue(60),
						"place":  api.NewStringEnvVarValue("kitchen"),
					}),
				},
				Relationships: api.DeviceGroupCreateRelationships{
					Product: api.ProductReference{Type: api.ProductReferenceTypeProduct, ID: productID},
				},
			})}
	}
	created, err := client.CreateDeviceGroup(ctx, newGroup("Bench", "interval"))
	check(err)
	group, ok := created.(*api.DeviceGroupCreatedResponseHeaders).Response.Data.GetDevelopmentDeviceGroup()
	require(ok, "a development device group")
	variables := group.Attributes.EnvVars.Value
	require(variables["interval"].Float64 == 60 && variables["place"].String == "kitchen", "the variables")
	fmt.Println("ok creates a product and a device group")

	list := func(params api.ListDevicesParams) *api.DeviceList {
		page, err := client.ListDevices(ctx, params)
		check(err)
		return &page.(*api.DeviceListResponseHeaders).Response
	}
	var references []api.DeviceReference
	for _, device := range list(api.ListDevicesParams{}).Data {
		references = append(references, api.DeviceReference{Type: api.DeviceReferenceTypeDevice, ID: device.ID})
	}
	require(len(references) == 5, "five devices")
	added, err := client.AddDevicesToDeviceGroup(ctx, &api.DeviceReferenceList{Data: references},
		api.AddDevicesToDeviceGroupParams{DevicegroupID: group.ID})
	check(err)
	_, ok = added.(*api.DevicesAssigned)
	require(ok, "devices that are assigned")
	fmt.Println("ok adds devices to the device group")

	var sizes []int
	for number := int32(1); ; number++ {
		page := list(api.ListDevicesParams{
			PageNumber:          api.NewOptInt32(number),
			PageSize:            api.NewOptInt32(2),
			FilterDevicegroupID: api.NewOptString(group.ID),
		})
		sizes = append(sizes, len(page.Data))
		if !page.Links.Next.Set {
			break
		}
	}
	require(slices.Equal(sizes, []int{2, 2, 1}), fmt.Sprint("pages of ", sizes))
	fmt.Println("ok lists devices in pages, with a filter")

	_, err = client.RemoveDevicesFromDeviceGroup(ctx, &api.DeviceReferenceList{Data: references[:2]},
		api.RemoveDevicesFromDeviceGroupParams{DevicegroupID: group.ID})
	check(err)
	left := list(api.ListDevicesParams{FilterDevicegroupID: api.NewOptString(group.ID)})
	require(len(left.Data) == 3, "three devices left")
	fmt.Println("ok removes devices: DELETE with a body")

	for _, name := range []api.NilString{api.NewNilString("Bench 3"), {Null: true}} {
		updated, err := client.UpdateDevice(ctx, &api.DeviceUpdateDocument{Data: api.DeviceUpdate{
			Type:       api.DeviceUpdateTypeDevice,
			ID:         references[0].ID,
			Attributes: api.DeviceUpdateAttributes{Name: name},
		}}, api.UpdateDeviceParams{Device: references[0].ID})
		check(err)
		require(updated.(*api.DeviceResponseHeaders).Response.Data.Attributes.Name == name, "the name")
	}
	fmt.Println("ok names a device and takes the name away")

	missing, err := client.GetProduct(ctx, api.GetProductParams{ProductID: "00000000-0000-0000-0000-000000000000"})
	check(err)
	notFound, ok := missing.(*api.NotFoundHeaders)
	require(ok && notFound.Response.Errors[0].Code.Value == "NF001", "404 with the code NF001")
	fmt.Println("ok gets 404 as a typed error")

	refused, err := client.CreateDeviceGroup(ctx, newGroup("Shelf", "1st"))
	check(err)
	invalid, ok := refused.(*api.BadRequestHeaders)
	require(ok && strings.HasPrefix(invalid.Response.Errors[0].Code.Value, "VX"), "400 with a code of the family VX")
	require(invalid.Response.Errors[0].Source.Value.Pointer.Value == "/data/attributes/env_vars/1st", "the place")
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
