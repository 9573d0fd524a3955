// Searches a built site without a browser: runs the worker of its search, and prints the first result for each query.
// node search_site.mjs SITE QUERY...
import { readFileSync, readdirSync } from "node:fs";
import vm from "node:vm";

const [site, ...queries] = process.argv.slice(2);
const workers = `${site}/assets/javascripts/workers/`;
const name = readdirSync(workers).find((file) => /^search\..*\.js$/.test(file));
const index = JSON.parse(readFileSync(`${site}/search.json`, "utf8"));

globalThis.self = globalThis;
vm.runInThisContext(readFileSync(workers + name, "utf8"));
const ask = (message) =>
  new Promise((resolve) => {
    globalThis.postMessage = resolve;
    globalThis.onmessage({ data: message });
  });

// The worker changes what it is given.
const everything = () => ({ input: { type: "operator", data: { operator: "and", operands: [] } }, aggregation: { input: [] } });
const [SET_UP, QUERY] = [0, 2];
await ask({ type: SET_UP, data: index });
const found = {};
for (const input of queries) {
  const answer = await ask({ type: QUERY, data: { input, filter: everything() } });
  const [first] = answer.data.items;
  found[input] = first ? index.items[first.id].location : "";
}
console.log(JSON.stringify(found));
