import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const below = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** `npm run studio` serves the page with live changes and sends its requests to a service that runs already. */
const SERVICE = 'http://127.0.0.1:4000';

export default defineConfig({
  // Relative addresses: the service can stand behind a proxy under any path.
  base: './',
  cacheDir: below('../node_modules/.vite'),
  build: {
    outDir: below('../dist/studio'),
    emptyOutDir: true,
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // React Query marks its files for React's server components, which a page has no use for.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
  server: { proxy: { '/graphql': { target: SERVICE, ws: true } } },
});
