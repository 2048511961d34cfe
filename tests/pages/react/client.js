// Brings the server's markup to life. What React had to repair is left in `window.reactErrors`.
import { hydrateRoot } from "react-dom/client";

import { Shop } from "./shop.js";

window.reactErrors = [];
const note = (error) => window.reactErrors.push(String(error));
const products = JSON.parse(document.getElementById("products").textContent);
hydrateRoot(document.getElementById("root"), <Shop products={products} />, {
  onRecoverableError: note,
  onUncaughtError: note,
  onCaughtError: note,
});
