import Alpine from "alpinejs";

import expected from "../expected.json";
import { tell } from "./tell.js";

const products = expected.react.items;

Alpine.data("shop", () => ({
  sort: "featured",
  shown: 8,
  bag: 0,
  rounds: [0],
  products,
  get cards() {
    const sorted = this.sort === "price" ? this.products.toSorted((a, b) => a.price - b.price) : this.products;
    return sorted.slice(0, this.shown);
  },
  add(product) {
    this.bag += 1;
    tell(product);
  },
}));
Alpine.start();
