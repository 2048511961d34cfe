// OpenCart. Its header holds the cart, and scripts bring it anew after every change.

import { lines } from './rows.mjs';

export default {
  isHere: () => !!document.querySelector('[src*="catalog/view/"],[href*="catalog/view/"]'),
  changes: /route=(checkout|common)\/cart/,
  read() {
    const cart = document.querySelector('#cart,#header-cart');
    const found = lines(cart.querySelectorAll('tr'), 'td', /^x\s*(\d+)$/);
    // The button counts the pieces: a theme that lists none of them, or not yet, tells nothing.
    const told = Number(cart.textContent.match(/\d+/)?.[0]);
    return found.reduce((sum, { quantity }) => sum + quantity, 0) === told ? found : undefined;
  },
};
