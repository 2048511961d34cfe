// What the types of the package allow, and what they refuse.
import { start, type Config, type Vitrina } from 'vitrina';
import { start as begin } from 'vitrina/embedded';

const config: Config = {
  grids: [{ strength: 0.6, pin: 1 }],
  recommendations: [{ slot: '#recs', strategy: 'similar', limit: 4, title: { en: 'Similar' } }],
};

export async function run(): Promise<string[]> {
  const vitrina: Vitrina = await start({ config, consent: 'granted' });
  const same: Vitrina = await begin({ config: '#vitrina-config' });
  same.track('view_item', { items: [{ item_id: 'tent', price: 99 }] });
  same.on('offer', ({ id, action }) => console.log(id, action));
  // @ts-expect-error a strategy that does not exist
  vitrina.recommend({ strategy: 'best' });
  // @ts-expect-error consent is a word, not a flag
  await start({ consent: true });
  return vitrina.recommend({ strategy: 'for_you' }).items.map(({ item_id }) => item_id);
}
