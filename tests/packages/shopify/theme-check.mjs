// Shopify's own check of themes and theme app extensions: `node theme-check.mjs TOOLS EXTENSION`.
import { createRequire } from 'node:module';

const [tools, extension] = process.argv.slice(2);
const { themeCheckRun } = createRequire(`${tools}/`)('@shopify/theme-check-node');

const { offenses } = await themeCheckRun(extension, 'theme-check:theme-app-extension', () => {});
for (const { check, uri, start, message } of offenses) console.log(`${uri.split('/').at(-1)}:${start.line + 1} ${check}: ${message}`);
console.log(`${offenses.length} offenses`);
process.exitCode = offenses.length ? 1 : 0;
