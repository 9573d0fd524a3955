// Makes a task in the sandbox and finds it again, with types that openapi-typescript generated.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

const settings = {
  baseUrl: process.env["PLUTIO_BASE_URL"] ?? "",
  business: process.env["PLUTIO_BUSINESS"] ?? "",
  client_id: process.env["PLUTIO_CLIENT_ID"] ?? "",
  client_secret: process.env["PLUTIO_CLIENT_SECRET"] ?? "",
};

const client = createClient<paths>({ baseUrl: settings.baseUrl, headers: { Business: settings.business } });

const token = await client.POST("/oauth/token", {
  body: { grant_type: "client_credentials", client_id: settings.client_id, client_secret: settings.client_secret },
  headers: { "Content-Type": "application/x-www-form-urlencoded" },
  bodySerializer: (body) => new URLSearchParams(body as Record<string, string>),
});
if (!token.data?.access_token) throw new Error(`no token: ${JSON.stringify(token.error)}`);
client.use({
  onRequest({ request }) {
    request.headers.set("Authorization", `Bearer ${token.data?.access_token}`);
  },
});

const brief: components["schemas"]["TaskCreate"] = { title: "Write the brief", dueDate: "2026-05-01T09:00:00.000Z" };
const made = await client.POST("/tasks", { body: brief });
const id: string | undefined = made.data?._id;
if (id === undefined) throw new Error(`no task was made: ${JSON.stringify(made.error)}`);

const found = await client.GET("/tasks", { params: { query: { _id: id } } });
const [task] = Array.isArray(found.data) ? found.data : [found.data];
if (task?.title !== brief.title) throw new Error(`found ${JSON.stringify(found)}`);

// @ts-expect-error a field that is not described
const misspelt: components["schemas"]["TaskCreate"] = { titel: "Write the brief" };
void misspelt;
console.log(`TypeScript found ${task?.title}`);
