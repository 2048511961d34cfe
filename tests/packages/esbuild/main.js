// A shop that is bundled with esbuild, the engine in its script.
import { start } from 'vitrina/embedded';

window.vitrina = await start({ config: { grids: [{ strength: 0.8 }] }, consent: 'granted' });
