import { pino } from 'pino';
import type { JwtConfig } from '../../src/graphql/access/jwt.js';
import type { Rates } from '../../src/graphql/access/rate-gate.js';
import type { Role } from '../../src/graphql/auth.js';
import type { IntrospectionAccess } from '../../src/graphql/documents/document-gate.js';
import type { Limits } from '../../src/graphql/limits.js';
import { createServer, type GraphQLServer } from '../../src/graphql/server.js';
import type { Services } from '../../src/services/services.js';
import { createFakeServices, type FakeCalls } from './fake-services.js';
import { compileAfter } from './compile-after.js';
import { createGraphQLClient, type GraphQLClient } from './graphql-client.js';

export const FAKE_ADMIN_TOKEN = 'an-admin-token-for-tests';

export interface FakeServer {
  readonly url: string;
  readonly server: GraphQLServer;
  /** Without a token. */
  readonly client: GraphQLClient;
  readonly admin: GraphQLClient;
  readonly calls: FakeCalls;
  /** Parsed lines of the log. */
  readonly logs: Record<string, unknown>[];
}

export interface FakeServerOptions {
  readonly model?: boolean;
  readonly openRoles?: readonly Role[];
  readonly production?: boolean;
  readonly limits?: Partial<Limits>;
  readonly metrics?: 'open' | 'admin' | 'off';
  readonly readyWithoutModel?: boolean;
  /** Executions after which a document is compiled. */
  readonly compileAfter?: number;
  /** Path of a manifest of trusted documents. */
  readonly trustedDocuments?: string;
  readonly jwt?: JwtConfig;
  readonly learnerRecords?: boolean;
  readonly rates?: Rates;
  readonly introspection?: IntrospectionAccess;
  readonly corsOrigins?: readonly string[];
  /** Replaces parts of the fake services. */
  readonly override?: (services: Services) => Partial<Services>;
}

/** The real HTTP server over services in memory. */
export async function startFakeServer(options: FakeServerOptions = {}): Promise<FakeServer> {
  const { services, calls } = createFakeServices({ model: options.model ?? true });
  const logs: Record<string, unknown>[] = [];
  const server = await createServer({
    services: { ...services, ...options.override?.(services) },
    config: {
      adminToken: FAKE_ADMIN_TOKEN,
      openRoles: new Set(options.openRoles ?? ['READER', 'WRITER']),
      production: options.production ?? true,
      ...(options.metrics && { metrics: options.metrics }),
      ...(options.readyWithoutModel && { readyWithoutModel: true }),
      jwt: options.jwt,
      learnerRecords: options.learnerRecords,
      ...(options.rates && { rates: options.rates }),
      ...(options.introspection && { introspection: options.introspection }),
      ...(options.corsOrigins && { corsOrigins: options.corsOrigins }),
      ...(options.limits && { limits: options.limits }),
      trustedDocuments: options.trustedDocuments,
      compileAfter: options.compileAfter ?? compileAfter(),
    },
    logger: pino({}, { write: (line) => void logs.push(JSON.parse(line)) }),
  });
  const { url } = await server.listen(0, '127.0.0.1');
  return {
    url,
    server,
    client: createGraphQLClient(url),
    admin: createGraphQLClient(url, FAKE_ADMIN_TOKEN),
    calls,
    logs,
  };
}
