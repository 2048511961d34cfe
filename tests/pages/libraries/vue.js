import { createApp } from "vue";

import expected from "../expected.json";
import { tell } from "./tell.js";

const products = expected.react.items;

createApp({
  data: () => ({ sort: "featured", shown: 8, bag: 0, round: 0, products }),
  computed: {
    cards() {
      const sorted = this.sort === "price" ? this.products.toSorted((a, b) => a.price - b.price) : this.products;
      return sorted.slice(0, this.shown);
    },
  },
  methods: {
    add(product) {
      this.bag += 1;
      tell(product);
    },
  },
}).mount("#app");
