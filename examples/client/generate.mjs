/** Does what `graphql-codegen --config codegen.json` does, with fewer packages: writes the types of the operations. */
import { codegen } from '@graphql-codegen/core';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'graphql';

const HERE = dirname(fileURLToPath(import.meta.url));
const read = (path) => parse(readFileSync(join(HERE, path), 'utf8'));

const { schema, documents, generates } = JSON.parse(readFileSync(join(HERE, 'codegen.json'), 'utf8'));
const folder = dirname(documents);
const operations = readdirSync(join(HERE, folder)).filter((name) => name.endsWith('.graphql'));

for (const [filename, { plugins, config }] of Object.entries(generates)) {
  const loaded = await Promise.all(plugins.map((name) => import(`@graphql-codegen/${name}`)));
  const code = await codegen({
    schema: read(schema),
    documents: operations.sort().map((name) => ({ location: name, document: read(join(folder, name)) })),
    filename,
    plugins: plugins.map((name) => ({ [name]: {} })),
    pluginMap: Object.fromEntries(plugins.map((name, at) => [name, loaded[at]])),
    config,
  });
  mkdirSync(dirname(join(HERE, filename)), { recursive: true });
  writeFileSync(join(HERE, filename), code);
  console.log(`${filename} written.`);
}
