// A product list as headless React shops render it: class names from CSS modules, no ids, keyed cards.
import { useEffect, useState } from "react";

import { tell } from "../libraries/tell.js";

const AT_FIRST = 8;

function Card({ product, onAdd }) {
  const { item_name: name, item_brand: brand, url, image, currency, price, list_price: before } = product;
  return (
    <article className="card_root__q7f2">
      <a href={url} tabIndex={-1} aria-hidden="true">
        <img className="card_media__m1c0" src={image} alt="" width="240" height="240" />
      </a>
      <p className="card_vendor__k2x9">{brand}</p>
      <h3>
        <a href={url}>{name}</a>
      </h3>
      <p>
        <span>
          {currency} {price.toFixed(2)}
        </span>
        {before && (
          <s>
            {currency} {before.toFixed(2)}
          </s>
        )}
      </p>
      <button type="button" onClick={() => onAdd(product)}>
        Add to bag
      </button>
    </article>
  );
}

/** The list with the shop's own sorting, a button that shows the rest, one that draws a new list, and a bag that counts. */
export function Shop({ products }) {
  const [sort, setSort] = useState("featured");
  const [shown, setShown] = useState(AT_FIRST);
  const [bag, setBag] = useState([]);
  const [round, setRound] = useState(0);
  const add = (product) => {
    setBag([...bag, product]);
    tell(product);
  };

  useEffect(() => {
    document.documentElement.dataset.hydrated = "true";
  }, []);

  const sorted = sort === "price" ? products.toSorted((a, b) => a.price - b.price) : products;
  return (
    <div>
      <header className="site-header">
        <a className="logo" href="/pages/react/">
          Kamena
        </a>
        <output aria-label="Bag">{bag.length}</output>
      </header>
      <section>
        <h1>Outdoor</h1>
        <label>
          Sort{" "}
          <select value={sort} onChange={(event) => setSort(event.target.value)}>
            <option value="featured">Featured</option>
            <option value="price">Price</option>
          </select>
        </label>
        <div className="list_grid__z4h8" key={round}>
          {sorted.slice(0, shown).map((product) => (
            <Card key={product.item_id} product={product} onAdd={add} />
          ))}
        </div>
        <button type="button" id="again" onClick={() => setRound(round + 1)}>
          Draw again
        </button>
        {shown < products.length && (
          <button type="button" id="more" onClick={() => setShown(products.length)}>
            Show all
          </button>
        )}
      </section>
    </div>
  );
}
