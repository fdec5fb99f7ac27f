import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { operationsFingerprint, studioFingerprint } from './fingerprint.mjs';

const OPERATIONS = 'studio/operations';
const TYPES = 'studio/src/generated/operations.ts';
const ENUMS = 'studio/src/generated/enum-fields.ts';
const DOCUMENTS = 'dist/studio-documents.json';
const PAGE = 'dist/studio';
const TYPES_STAMP = 'dist/.studio-types-stamp';
const PAGE_STAMP = 'dist/.studio-stamp';

const HEAD = '// Written by scripts/studio.mjs; do not edit.\n';

const stampIs = (path, value) => existsSync(path) && readFileSync(path, 'utf8') === value;

export const studioTypesAreFresh = (root) =>
  existsSync(join(root, TYPES)) &&
  existsSync(join(root, DOCUMENTS)) &&
  stampIs(join(root, TYPES_STAMP), operationsFingerprint(root));

export const studioIsFresh = (root) =>
  existsSync(join(root, PAGE, 'index.html')) && stampIs(join(root, PAGE_STAMP), studioFingerprint(root));

/**
 * Writes the types of the Studio's operations, from schema.graphql and studio/operations/*.graphql.
 * @throws Error naming the file and the place where an operation does not fit the schema
 */
export async function generateStudioTypes(root) {
  const fingerprint = operationsFingerprint(root);
  const [{ codegen }, operations, documents, { parse }] = await Promise.all([
    import('@graphql-codegen/core'),
    import('@graphql-codegen/typescript-operations'),
    import('@graphql-codegen/typed-document-node'),
    import('graphql'),
  ]);
  const read = (path) => parse(readFileSync(join(root, path), 'utf8'));
  const files = readdirSync(join(root, OPERATIONS)).filter((name) => name.endsWith('.graphql'));
  const code = await codegen({
    schema: read('schema.graphql'),
    documents: files.sort().map((name) => ({ location: name, document: read(join(OPERATIONS, name)) })),
    filename: TYPES,
    plugins: [{ operations: {} }, { documents: {} }],
    pluginMap: { operations, documents },
    config: {
      scalars: { DateTime: 'string', ID: 'string', LocalDate: 'string' },
      documentMode: 'string',
      useTypeImports: true,
      dedupeFragments: true,
      immutableTypes: true,
    },
  }).catch((error) => {
    throw new Error(`The Studio's operations (${OPERATIONS}) do not fit schema.graphql:\n${error.message}`);
  });
  mkdirSync(join(root, TYPES, '..'), { recursive: true });
  writeFileSync(join(root, TYPES), `${HEAD}${code}`);
  writeFileSync(join(root, ENUMS), `${HEAD}${enumFields(read('schema.graphql'))}`);
  await writeDocuments(root, code);
  writeFileSync(join(root, TYPES_STAMP), fingerprint);
}

/**
 * A manifest of the documents that the page sends, to the letter: a service that runs trusted documents only knows them by it.
 * @param code the generated module, whose constants they are
 */
async function writeDocuments(root, code) {
  const { transform } = await import('@swc/core');
  const { code: script } = await transform(code, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } });
  const module = await import(`data:text/javascript;base64,${Buffer.from(script).toString('base64')}`);
  const texts = Object.keys(module)
    .filter((name) => name.endsWith('Document'))
    .map((name) => String(module[name]));
  const manifest = Object.fromEntries(texts.map((text) => [createHash('sha256').update(text).digest('hex'), text]));
  mkdirSync(join(root, DOCUMENTS, '..'), { recursive: true });
  writeFileSync(join(root, DOCUMENTS), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Which fields of input types hold names of enums, at any depth: an operation writes those without quotes, and a browser has
 * no schema to look that up in.
 */
function enumFields({ definitions }) {
  const nameOf = (type) => (type.kind === 'NamedType' ? type.name.value : nameOf(type.type));
  const enums = definitions.filter(({ kind }) => kind === 'EnumTypeDefinition').map(({ name }) => name.value);
  const inputs = definitions.filter(({ kind }) => kind === 'InputObjectTypeDefinition');
  const kept = {};
  for (let before = -1; before < Object.keys(kept).length;) {
    before = Object.keys(kept).length;
    for (const { name, fields } of inputs) {
      const holding = fields
        .map((field) => [field.name.value, nameOf(field.type)])
        .filter(([, type]) => enums.includes(type) || type in kept || type === name.value);
      if (holding.some(([, type]) => type !== name.value)) kept[name.value] = Object.fromEntries(holding);
    }
  }
  return `export const ENUM_NAMES: readonly string[] = ${JSON.stringify(enums)};

export const ENUM_FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = ${JSON.stringify(kept, null, 2)};
`;
}

/** Compresses once what every browser would otherwise have compressed for it. */
async function compressBelow(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(html|js|css|svg)$/.test(entry.name));
  await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const bytes = readFileSync(path);
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      writeFileSync(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
      writeFileSync(`${path}.br`, await promisify(brotliCompress)(bytes, { params }));
    }),
  );
}

/**
 * Builds the page into dist/studio.
 * @param runTool runs a JavaScript file of a dependency, and throws with its output when it fails
 */
export async function buildStudio(root, runTool) {
  const fingerprint = studioFingerprint(root);
  rmSync(join(root, PAGE_STAMP), { force: true });
  await runTool('Building the Studio', 'vite/bin/vite.js', ['build', 'studio', '--logLevel', 'warn']);
  await compressBelow(join(root, PAGE));
  writeFileSync(join(root, PAGE_STAMP), fingerprint);
}
