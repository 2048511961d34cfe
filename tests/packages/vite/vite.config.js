// The page is another one; only the script is built, under a name that the page can know.
export default {
  build: {
    target: 'es2022',
    rollupOptions: { input: 'main.js', output: { entryFileNames: 'main.js' } },
  },
};
