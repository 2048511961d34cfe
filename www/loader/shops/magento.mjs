// Magento 2. Its pages keep the cart in the browser's storage, and renew it after every change.

const KEY = 'mage-cache-storage';

export default {
  isHere: () => !!(window.requirejs?.s?.contexts?._?.config?.config?.mixins || localStorage.getItem(KEY) || document.querySelector('form[data-product-sku],[data-role=tocart-form]')),
  changes: /\/customer\/section\/load/,
  read() {
    const { cart } = JSON.parse(localStorage.getItem(KEY)) ?? {};
    return cart?.items?.map((line) => ({
      item_id: line.product_id,
      keys: [line.product_sku],
      item_name: line.product_name,
      item_variant: (line.options ?? []).map(({ value }) => value).join(' / '),
      price: line.product_price_value,
      quantity: line.qty,
      url: line.product_url,
    }));
  },
};
