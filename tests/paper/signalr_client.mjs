// Trades on a paper gateway with Microsoft's SignalR client; prints one JSON line with what it heard.
import { HubConnectionBuilder, HttpTransportType, LogLevel } from "@microsoft/signalr";

const [api, userHub, marketHub, user, key, contractId, mode] = process.argv.slice(2);

async function post(path, body, token) {
  const headers = { "content-type": "application/json" };
  if (token) headers.authorization = `Bearer ${token}`;
  const response = await fetch(api + path, { method: "POST", headers, body: JSON.stringify(body) });
  return response.json();
}

const { token } = await post("/Auth/loginKey", { userName: user, apiKey: key });
const { accounts } = await post("/Account/search", { onlyActiveAccounts: true }, token);
const accountId = accounts[0].id;
const heard = {};
const count = (name) => (...args) => { (heard[name] ??= []).push(args); };

function hub(url) {
  const options = { accessTokenFactory: () => token };
  if (mode === "skip") Object.assign(options, { skipNegotiation: true, transport: HttpTransportType.WebSockets });
  return new HubConnectionBuilder().withUrl(url, options).configureLogging(LogLevel.Error).build();
}

const users = hub(userHub), market = hub(marketHub);
for (const name of ["Account", "Order", "Position", "Trade"]) users.on(`GatewayUser${name}`, count(name));
for (const name of ["Quote", "Trade", "Depth"]) market.on(`Gateway${name}`, count(`Market${name}`));
await Promise.all([users.start(), market.start()]);
await users.invoke("SubscribeAccounts");
for (const name of ["Orders", "Positions", "Trades"]) await users.invoke(`Subscribe${name}`, accountId);
for (const name of ["Quotes", "Trades", "MarketDepth"]) await market.invoke(`SubscribeContract${name}`, contractId);
const failure = await users.invoke("NoSuchMethod").catch((error) => error.message);

await post("/Order/place", { accountId, contractId, type: 2, side: 0, size: 2 }, token);
await post("/Position/closeContract", { accountId, contractId }, token);
const until = Date.now() + 20000;
const wanted = { Order: 4, Trade: 2, Position: 2, Account: 2, MarketQuote: 3, MarketTrade: 1, MarketDepth: 1 };
const done = () => Object.entries(wanted).every(([name, least]) => (heard[name] ?? []).length >= least);
while (!done() && Date.now() < until) await new Promise((wake) => setTimeout(wake, 20));
const ids = [users.connectionId, market.connectionId];
await Promise.all([users.stop(), market.stop()]);
console.log(JSON.stringify({ heard, failure, ids }));
