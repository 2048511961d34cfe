// Renders the blocks of the theme app extension as a shop would, with another implementation of Liquid, for the tests to
// open: `node render.mjs TOOLS EXTENSION ASSETS OUT`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [tools, extension, assets, out] = process.argv.slice(2);
const { Liquid } = createRequire(`${tools}/`)('liquidjs');
const words = JSON.parse(readFileSync(`${extension}/locales/en.default.json`, 'utf8'));

const liquid = new Liquid({ strictFilters: true });
liquid.registerFilter('asset_url', (name) => `${assets}/${name}`);
liquid.registerFilter('image_url', (image) => image.src);
liquid.registerFilter('image_tag', (address) => `<img src="${address}" alt="">`);
liquid.registerFilter('handleize', (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-'));
liquid.registerFilter('t', (key, ...values) =>
  values.reduce((text, [name, value]) => text.replace(`{{ ${name} }}`, value), key.split('.').reduce((at, name) => at[name], words)),
);

/** A block with its settings as they are by default, but for those in `changed`. */
function render(name, changed = {}, design_mode = false) {
  const [template, schema] = readFileSync(`${extension}/blocks/${name}.liquid`, 'utf8').split(/{% (?:end)?schema %}/);
  const usual = JSON.parse(schema).settings.filter(({ id }) => id).map((setting) => [setting.id, setting.default]);
  // In Shopify's Liquid a backslash in a text is just that.
  return liquid.parseAndRenderSync(template.replaceAll('\\', '\\\\'), {
    block: { settings: { ...Object.fromEntries(usual), ...changed }, shopify_attributes: 'data-block="1"' },
    request: { design_mode },
    routes: { root_url: '/', all_products_collection_url: '/collections/all' },
    shop: { currency: 'EUR' },
  });
}

const config = JSON.stringify({
  banners: [{ slot: '#vitrina-banner', variants: [{ id: 'all', content: { title: 'For you: </script><b>bold</b>' } }] }],
});
const pages = {
  usual: render('vitrina', { consent: 'granted' }),
  asking: render('vitrina', { catalog: false, strength: 0, model: '/shop.vitrina' }),
  configured: render('vitrina', { config }),
  editor: ['vitrina', 'recommendations', 'banner', 'privacy'].map((name) => render(name, {}, true)).join(''),
  recommendations: render('recommendations', { strategy: 'new_arrivals', limit: 3, heading: 'New & "good"' }),
  banner: render('banner'),
};
mkdirSync(out, { recursive: true });
for (const [name, html] of Object.entries(pages)) writeFileSync(`${out}/${name}.html`, html);
