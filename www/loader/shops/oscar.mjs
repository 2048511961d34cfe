// django-oscar. Its header holds the cart; whatever changes it loads a page.

import { lines } from './rows.mjs';

const CART = '.basket-mini-item';

export default {
  isHere: () => !!document.querySelector(CART),
  read: () => lines(document.querySelectorAll(`${CART} .row`), 'div', /^\D+(\d+)$/),
};
