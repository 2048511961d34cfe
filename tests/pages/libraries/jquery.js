import $ from "jquery";

import expected from "../expected.json";
import { tell } from "./tell.js";

const products = expected.react.items;

const card = (product) =>
  $("<article class=card_root__q7f2>").append(
    $("<a tabindex=-1 aria-hidden=true>").attr("href", product.url).append($("<img alt='' width=240 height=240>").attr("src", product.image)),
    $("<p class=card_vendor__k2x9>").text(product.item_brand),
    $("<h3>").append($("<a>").attr("href", product.url).text(product.item_name)),
    $("<p>").text(`${product.currency} ${product.price.toFixed(2)}`),
    $("<button type=button class=add>Add to bag</button>").data("product", product),
  );

$(() => {
  const grid = $(".list_grid__z4h8");
  const sorted = () => ($("select").val() === "price" ? products.toSorted((a, b) => a.price - b.price) : products);
  const draw = (all) => grid.empty().append(sorted().slice(0, all ? products.length : 8).map(card));
  let shown = false;
  let bag = 0;
  draw(shown);
  $("select").on("change", () => draw(shown));
  $("#again").on("click", () => draw(shown));
  $("#more").on("click", function () {
    shown = true;
    grid.append(sorted().slice(8).map(card));
    $(this).remove();
  });
  $(document.body).on("click", ".add", function () {
    $("output").text((bag += 1));
    tell($(this).data("product"));
  });
});
