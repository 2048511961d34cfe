// PrestaShop. Its pages carry the cart, and tell of every change what it has become.

let cart;

export default {
  isHere: () => typeof window.prestashop?.on === 'function',
  read() {
    const now = cart ?? window.prestashop.cart;
    return now?.products?.map((line) => ({
      item_id: line.id_product ?? line.id,
      keys: [line.reference],
      item_name: line.name,
      item_brand: line.manufacturer_name,
      item_variant: Object.values(line.attributes ?? {}).join(' / '),
      price: line.price_with_reduction ?? line.price_amount,
      quantity: line.quantity ?? line.cart_quantity,
      currency: window.prestashop.currency?.iso_code,
      url: line.url,
    }));
  },
  tells(changed) {
    const listen = (event) => {
      cart = event?.resp?.cart;
      if (cart) changed();
    };
    window.prestashop.on('updateCart', listen);
    return () => window.prestashop.removeListener?.('updateCart', listen);
  },
};
