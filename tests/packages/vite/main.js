// A shop that is bundled with Vite, the engine beside its scripts.
import { start } from 'vitrina';

window.vitrina = await start({ config: { grids: [{ strength: 0.8 }] }, consent: 'granted' });
