import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ENVIRONMENT_VARIABLES, newToken, readConfig } from '../../src/config.js';
import { DomainError } from '../../src/errors.js';
import { DEFAULT_LIMITS } from '../../src/graphql/limits.js';

/** The assignments of a `.env` file. */
function assignments(path: string): Map<string, string> {
  const lines = readFileSync(path, 'utf8').split('\n');
  const pairs = lines.map((line) => /^(\w+)=(.*)$/.exec(line)).filter((match) => match !== null);
  return new Map(pairs.map(([, name = '', value = '']) => [name, value]));
}

describe('.env.example', () => {
  const example = assignments('.env.example');
  const compose = readFileSync('docker-compose.yml', 'utf8');

  it.each(ENVIRONMENT_VARIABLES)('lists %s', (name) => {
    expect([...example.keys()]).toContain(name);
  });

  it('lists nothing that neither the service nor docker-compose.yml reads', () => {
    const known = (name: string): boolean => ENVIRONMENT_VARIABLES.includes(name) || compose.includes(`\${${name}:-`);
    expect([...example.keys()].filter((name) => !known(name))).toEqual([]);
  });

  it('names the defaults: taken as it is, it changes nothing', () => {
    expect(readConfig(Object.fromEntries(example))).toEqual(readConfig({}));
  });

  it('agrees with docker-compose.yml about its defaults', () => {
    const defaults = [...compose.matchAll(/\$\{(\w+):-([^}]*)\}/g)].map(([, name, value]) => [name, value]);
    expect(defaults.length).toBeGreaterThan(0);
    for (const [name = '', value] of defaults) expect([name, value]).toEqual([name, example.get(name)]);
  });
});

describe('readConfig', () => {
  it('has a default for everything', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ port: 4000, host: '127.0.0.1', poolSize: 10, logLevel: 'info', production: false });
    expect([config.databaseUrl, config.adminToken, config.openRoles]).toEqual([undefined, undefined, undefined]);
    expect(config.dataDir).toBe(join(process.cwd(), '.learnrec'));
  });

  it('reads what is given', () => {
    const config = readConfig({
      PORT: '0',
      HOST: '0.0.0.0',
      DATABASE_URL: 'postgres://someone:pass%20word@db.example:5433/learn?sslmode=require',
      POOL_SIZE: '3',
      ADMIN_TOKEN: 'sixteen-letters!',
      OPEN_ROLES: ' READER , WRITER,',
      JWT_ISSUER: 'https://id.example/',
      JWT_AUDIENCE: 'learnrec, learnrec-web',
      JWT_JWKS_URL: 'https://id.example/keys',
      JWT_ALGORITHMS: 'ES256',
      JWT_ROLE_CLAIM: 'realm_access.roles',
      JWT_LEARNER_CLAIM: 'learner',
      JWT_CLOCK_TOLERANCE: '5',
      LEARNER_RECORDS: 'on',
      INTROSPECTION: 'off',
      CORS_ORIGINS: 'https://learn.example, http://localhost:5173',
      TRUSTED_PROXIES: '2',
      LIMIT_DEPTH: '7',
      RATE_LIMIT_TOKEN: '30000',
      RATE_STORE: 'postgres',
      LEARNREC_DATA_DIR: '/var/lib/learnrec',
      LOG_LEVEL: 'debug',
      WORKER: 'apart',
      GATE: 'off',
      TRAINING_THREADS: '4',
      READY_WITHOUT_MODEL: 'on',
      KEEP_MODELS: '3',
      RETRAIN_SCHEDULE: ' 30 3 * * 1-5 ',
      RETRAIN_AFTER: '1000',
      SNAPSHOT_STORE: 's3',
      SNAPSHOT_FOLDER: '/srv/models',
      SNAPSHOT_S3: 's3://models/team/one/',
      S3_ENDPOINT: 'http://minio:9000',
      S3_REGION: 'eu-west-1',
      LIST_SAMPLE: '0.25',
      LIST_DAYS: '30',
      METRICS: 'admin',
      NODE_ENV: 'production',
    });
    expect(config).toEqual({
      port: 0,
      host: '0.0.0.0',
      databaseUrl: 'postgres://someone:pass%20word@db.example:5433/learn?sslmode=require',
      poolSize: 3,
      adminToken: 'sixteen-letters!',
      openRoles: ['READER', 'WRITER'],
      jwt: {
        issuer: 'https://id.example/',
        audiences: ['learnrec', 'learnrec-web'],
        jwksUrl: 'https://id.example/keys',
        algorithms: ['ES256'],
        roleClaim: 'realm_access.roles',
        learnerClaim: 'learner',
        clockTolerance: 5,
      },
      learnerRecords: true,
      introspection: 'off',
      corsOrigins: ['https://learn.example', 'http://localhost:5173'],
      trustedProxies: 2,
      limits: { ...DEFAULT_LIMITS, depth: 7 },
      rates: { token: 30_000, learner: 60_000, address: 300_000 },
      rateStore: 'postgres',
      dataDir: '/var/lib/learnrec',
      logLevel: 'debug',
      worker: 'apart',
      gate: 'off',
      trainingThreads: 4,
      readyWithoutModel: true,
      keepModels: 3,
      retrainSchedule: '30 3 * * 1-5',
      retrainAfter: 1000,
      snapshots: {
        place: 'S3',
        folder: '/srv/models',
        s3: { bucket: 'models', prefix: 'team/one', endpoint: 'http://minio:9000', region: 'eu-west-1' },
      },
      listSample: 0.25,
      listDays: 30,
      metrics: 'admin',
      production: true,
    });
  });

  it('takes an empty value for one that is not set', () => {
    expect(readConfig(Object.fromEntries(ENVIRONMENT_VARIABLES.map((name) => [name, ''])))).toEqual(readConfig({}));
  });

  it('makes the data folder absolute', () => {
    const { dataDir } = readConfig({ LEARNREC_DATA_DIR: 'some/folder' });
    expect(isAbsolute(dataDir)).toBe(true);
    expect(dataDir.endsWith(join('some', 'folder'))).toBe(true);
  });

  it('reports every fault at once, by name and without the secret', () => {
    const fault = (() => {
      try {
        readConfig({
          PORT: '65536',
          DATABASE_URL: 'mysql://u:hunter2@h/d',
          ADMIN_TOKEN: 'hunter2',
          OPEN_ROLES: 'ROOT',
        });
      } catch (error) {
        return error;
      }
      return undefined;
    })();
    expect(fault).toBeInstanceOf(DomainError);
    const { code, message } = fault as DomainError;
    expect(code).toBe('CONFIGURATION');
    for (const name of ['PORT', 'DATABASE_URL', 'ADMIN_TOKEN', 'OPEN_ROLES']) expect(message).toContain(name);
    expect(message).not.toContain('hunter2');
  });

  it.each([
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['POOL_SIZE', '0'],
    ['POOL_SIZE', '201'],
    ['ADMIN_TOKEN', 'fifteen-letters'],
    ['LOG_LEVEL', 'loud'],
    ['WORKER', 'outside'],
    ['GATE', 'lax'],
    ['TRAINING_THREADS', '1.5'],
    ['READY_WITHOUT_MODEL', 'yes'],
    ['KEEP_MODELS', '-1'],
    ['RETRAIN_SCHEDULE', 'daily'],
    ['RETRAIN_SCHEDULE', '0 3 * *'],
    ['RETRAIN_AFTER', '0.5'],
    ['SNAPSHOT_STORE', 'tape'],
    ['SNAPSHOT_S3', 'https://models'],
    ['S3_ENDPOINT', 'minio:9000'],
    ['LIST_SAMPLE', '1.5'],
    ['LIST_DAYS', '0'],
    ['METRICS', 'closed'],
    ['JWT_ALGORITHMS', 'HS256'],
    ['JWT_ALGORITHMS', 'none'],
    ['JWT_ALGORITHMS', ','],
    ['JWT_JWKS_URL', 'http://id.example/keys'],
    ['JWT_JWKS_URL', 'file:///etc/keys'],
    ['JWT_CLOCK_TOLERANCE', '601'],
    ['LEARNER_RECORDS', 'maybe'],
    ['INTROSPECTION', 'yes'],
    ['CORS_ORIGINS', 'learn.example'],
    ['CORS_ORIGINS', 'https://learn.example/'],
    ['TRUSTED_PROXIES', '-1'],
    ['LIMIT_DEPTH', '0'],
    ['LIMIT_COMPLEXITY', '1e9.5'],
    ['RATE_LIMIT_ADDRESS', '19999'],
    ['RATE_STORE', 'redis'],
    ['NODE_ENV', 'staging'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`\\b${name}\\b`));
  });
});

describe('limits', () => {
  it('have the same defaults as a server without any settings', () => {
    expect(readConfig({}).limits).toEqual(DEFAULT_LIMITS);
  });

  it('open introspection to everybody, in production to whoever holds a role', () => {
    expect([readConfig({}).introspection, readConfig({ NODE_ENV: 'production' }).introspection]).toEqual([
      'on',
      'roles',
    ]);
  });
});

describe('settings of JWTs', () => {
  const all = { JWT_ISSUER: 'i', JWT_AUDIENCE: 'a', JWT_JWKS_URL: 'http://127.0.0.1:1/keys' };

  it.each(Object.keys(all))('come together: %s is missed', (name) => {
    expect(() => readConfig({ ...all, [name]: '' })).toThrow(new RegExp(`\\b${name}: is needed`));
  });

  it('may name a key set without encryption on this machine only', () => {
    expect(readConfig(all).jwt).toMatchObject({ issuer: 'i', algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'] });
  });
});

describe('settings of snapshots', () => {
  it.each([
    ['folder', 'SNAPSHOT_FOLDER'],
    ['s3', 'SNAPSHOT_S3'],
  ])('SNAPSHOT_STORE=%s needs %s', (store, name) => {
    expect(() => readConfig({ SNAPSHOT_STORE: store })).toThrow(new RegExp(`\\b${name}: is needed`));
  });

  it('may have no prefix', () => {
    expect(readConfig({ SNAPSHOT_S3: 's3://my-models' }).snapshots).toEqual({
      place: 'POSTGRES',
      folder: undefined,
      s3: { bucket: 'my-models', prefix: '', endpoint: undefined, region: undefined },
    });
  });
});

describe('newToken', () => {
  it('makes 32 hexadecimal characters, new ones every time', () => {
    expect(newToken()).toMatch(/^[0-9a-f]{32}$/);
    expect(newToken()).not.toBe(newToken());
  });
});
