/**
 * Prisma's schema engine as WebAssembly, over the pg driver: what `prisma migrate` does, without the binary that it would
 * download. Development only.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const SCHEMA = join(ROOT, 'prisma/schema.prisma');
export const MIGRATIONS = join(ROOT, 'prisma/migrations');

/** Postgres' internal type "char", which the catalogue is full of. */
const CHAR_TYPE = 18;
const TEXT_TYPE = 25;
/** The adapter's number for a single character. */
const CHARACTER_COLUMN = 6;
const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * @param {string} url a database that the engine may use; shadow databases are made beside it
 */
export async function openSchemaEngine(url) {
  const bindings = await loadBindings();
  const schema = { path: SCHEMA, content: readFileSync(SCHEMA, 'utf8') };
  const opened = new Set();
  const factory = adapterFactory(url, opened);
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [[schema.path, schema.content]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  return {
    /** `prisma migrate deploy`. @returns {Promise<string[]>} the names of what it applied */
    async deploy() {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: readMigrations(),
        filters: NO_FILTERS,
      });
      return appliedMigrationNames;
    },
    /** `prisma migrate status`, as the engine reports it. */
    status: () =>
      engine.diagnoseMigrationHistory({
        migrationsList: readMigrations(),
        optInToShadowDatabase: false,
        filters: NO_FILTERS,
      }),
    /** The SQL that leads from the migrations to schema.prisma; empty when they say the same. @returns {Promise<string>} */
    async missingMigration() {
      const { stdout } = await engine.diff({
        from: { tag: 'migrations', ...readMigrations() },
        to: { tag: 'schemaDatamodel', files: [schema] },
        script: true,
        exitCode: null,
        shadowDatabaseUrl: null,
        filters: NO_FILTERS,
      });
      const sql = (stdout ?? '').trim();
      return sql === '-- This is an empty migration.' ? '' : sql;
    },
    /** Closes its connections, and so gives up Prisma's migration lock. */
    async close() {
      for (const adapter of opened) await adapter.dispose();
    },
  };
}

let bindingsPromise;

/** Once for a process: the glue holds the one instance that it works on. */
function loadBindings() {
  bindingsPromise ??= instantiate();
  return bindingsPromise;
}

/** The generated glue expects a bundler that imports WebAssembly; this does by hand what it would. */
async function instantiate() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= { set_message: (message) => process.stderr.write(`${message}\n`) };
  const name = '@prisma/schema-engine-wasm/schema_engine_bg';
  const bindings = await import(name);
  const file = join(dirname(createRequire(import.meta.url).resolve(name)), 'schema_engine_bg.wasm');
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}

function adapterFactory(url, opened) {
  const connect = (database) => {
    const address = new URL(url);
    if (database) address.pathname = `/${database}`;
    return new PrismaPg({ connectionString: address.href });
  };
  const open = async (database) => {
    const adapter = withCharColumns(await connect(database).connect());
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      if (opened.delete(adapter)) await dispose();
    };
    opened.add(adapter);
    return adapter;
  };
  const factory = connect();
  factory.connect = () => open();
  factory.connectToShadowDb = async () => {
    const name = `prisma_shadow_${crypto.randomUUID().replaceAll('-', '')}`;
    const admin = await open();
    await admin.executeScript(`CREATE DATABASE ${name}`);
    const shadow = await open(name);
    const dispose = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await dispose();
      await admin.executeScript(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.dispose();
    };
    return shadow;
  };
  return factory;
}

/** The adapter does not know the type "char", in which the engine asks the catalogue for kinds and actions: read it as text. */
function withCharColumns(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  const columns = new WeakMap();
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    const found = [];
    for (const [i, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== CHAR_TYPE) continue;
      field.dataTypeID = TEXT_TYPE;
      found.push(i);
    }
    columns.set(query, found);
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const i of columns.get(query) ?? []) result.columnTypes[i] = CHARACTER_COLUMN;
    return result;
  };
  return adapter;
}

function readMigrations() {
  const names = readdirSync(MIGRATIONS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const lockFile = join(MIGRATIONS, 'migration_lock.toml');
  return {
    baseDir: MIGRATIONS,
    shadowDbInitScript: '',
    lockfile: {
      path: 'migration_lock.toml',
      content: existsSync(lockFile) ? readFileSync(lockFile, 'utf8') : null,
    },
    migrationDirectories: names
      .map(({ name }) => name)
      .sort()
      .map((name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: readFileSync(join(MIGRATIONS, name, 'migration.sql'), 'utf8') },
        },
      })),
  };
}
