// Makes a task in the sandbox and finds it again, with the client that OpenAPI Generator generated.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"golang.org/x/oauth2/clientcredentials"

	"plutio"
)

func main() {
	base, background := os.Getenv("PLUTIO_BASE_URL"), context.Background()
	credentials := clientcredentials.Config{
		ClientID:     os.Getenv("PLUTIO_CLIENT_ID"),
		ClientSecret: os.Getenv("PLUTIO_CLIENT_SECRET"),
		TokenURL:     base + "/oauth/token",
		AuthStyle:    1, // in the body, the only style that is documented
	}
	token, err := credentials.Token(background)
	if err != nil {
		log.Fatal("token: ", err)
	}

	configuration := plutio.NewConfiguration()
	configuration.Servers = plutio.ServerConfigurations{{URL: base}}
	client := plutio.NewAPIClient(configuration)
	ctx := context.WithValue(background, plutio.ContextOAuth2, credentials.TokenSource(background))
	ctx = context.WithValue(ctx, plutio.ContextAPIKeys, map[string]plutio.APIKey{
		"business": {Key: os.Getenv("PLUTIO_BUSINESS")},
	})

	brief := plutio.NewTaskCreate()
	brief.SetTitle("Write the brief")
	made, _, err := client.TasksAPI.TasksCreate(ctx).TaskCreate(*brief).Execute()
	if err != nil {
		log.Fatal("create: ", err)
	}
	found, _, err := client.TasksAPI.TasksList(ctx).Id(made.GetId()).Execute()
	if err != nil {
		log.Fatal("list: ", err)
	}
	task := found.Task
	if task == nil && found.ArrayOfTask != nil {
		task = &(*found.ArrayOfTask)[0]
	}
	if task.GetTitle() != "Write the brief" || token.AccessToken == "" {
		log.Fatalf("found %+v", found)
	}
	fmt.Println("Go found", task.GetTitle())
}
