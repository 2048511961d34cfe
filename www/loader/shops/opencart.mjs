// OpenCart. Its header holds the cart, and scripts bring it anew after every change.

import { lines } from './rows.mjs';

export default {
  isHere: () => !!document.querySelector('[src*="catalog/view/"],[href*="catalog/view/"]'),
  changes: /route=(checkout|common)\/cart/,
  drawn: true,
  read(first) {
    const cart = document.querySelector('#cart,#header-cart');
    const found = lines(cart.querySelectorAll('tr'), 'td', /^x\s*(\d+)$/);
    // The button counts the pieces: a theme that lists none of them tells nothing, nor does a page from a cache, which has an
    // empty cart for everybody.
    const told = first && !found.length ? NaN : Number(cart.textContent.match(/\d+/)?.[0]);
    return found.reduce((sum, { quantity }) => sum + quantity, 0) === told ? found : undefined;
  },
};
