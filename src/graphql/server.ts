import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer, type ApolloServerOptions } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { expressMiddleware } from '@as-integrations/express5';
import type { RequestHandler } from 'express';
import { specifiedRules } from 'graphql';
import { DomainError } from '../errors.js';
import type { Logger } from '../logger.js';
import { createDeadline } from '../services/deadline.js';
import type { Services } from '../services/services.js';
import { createAuthenticator, type AuthConfig } from './access/authenticator.js';
import { identifyCaller, requireRole } from './access/identify-caller.js';
import { askerOf, limitRate } from './access/limit-rate.js';
import { createRateGate, NO_RATES, type Rates } from './access/rate-gate.js';
import { Role } from './auth.js';
import { admissionPlugin } from './admission.js';
import { createContext, type GraphQLContext } from './context.js';
import { createErrorFormatter } from './format-error.js';
import { createDocumentGate, type IntrospectionAccess } from './documents/document-gate.js';
import type { DocumentSources } from './documents/document-of.js';
import { createPersistedQueries, type PersistedQueries } from './documents/persisted-queries.js';
import { readTrustedDocuments } from './documents/trusted-documents.js';
import { answerHotDocument } from './execution/answer-hot-document.js';
import { createHotDocuments, DEFAULT_COMPILE_AFTER, hotDocumentsPlugin } from './execution/hot-documents.js';
import { answerHttpError } from './http/answer-http-error.js';
import { cacheHintsPlugin } from './http/cache-hints.js';
import { allowOrigins } from './http/allow-origins.js';
import { createFront } from './http/front.js';
import { createHttpServer } from './http/http-server.js';
import { identifyRequest } from './http/identify-request.js';
import { logRequest } from './http/log-request.js';
import { readJsonBody } from './http/read-json-body.js';
import { refuseMediaType } from './http/refuse-media-type.js';
import { refuseDocuments } from './http/refuse-documents.js';
import { refusedStatusPlugin } from './http/refused-status.js';
import { factsOf } from './http/request-facts.js';
import { securityHeaders } from './http/security-headers.js';
import { createHttpApp } from './http-app.js';
import { DEFAULT_LIMITS, limitRule, type Limits } from './limits.js';
import { createMetrics } from './metrics.js';
import { quickenFields } from './quick-fields.js';
import { buildSchema } from './schema.js';
import { studioDocuments } from './studio.js';
import { serveSubscriptions } from './websocket/subscriptions.js';

export interface ServerConfig extends AuthConfig {
  /** Hides what went wrong inside. */
  readonly production: boolean;
  /** Whether /readyz says ready where no model serves; default false. */
  readonly readyWithoutModel?: boolean;
  /** Who may read /metrics; default: everybody who reaches the port. */
  readonly metrics?: 'open' | 'admin' | 'off';
  /** Executions after which a document is compiled; Infinity: never. Default 3. */
  readonly compileAfter?: number;
  /** Path of a manifest of documents; only those run. Default: every document may. */
  readonly trustedDocuments?: string | undefined;
  /** Those left out keep their defaults. */
  readonly limits?: Partial<Limits>;
  /** Default: none. */
  readonly rates?: Rates;
  /** Default: everybody. */
  readonly introspection?: IntrospectionAccess;
  /** Other origins whose pages may ask; default: none. */
  readonly corsOrigins?: readonly string[];
  /** Proxies in front of the service; default 0. */
  readonly trustedProxies?: number;
}

export interface ServerDependencies {
  readonly services: Services;
  readonly config: ServerConfig;
  readonly logger: Logger;
}

export interface GraphQLServer {
  /**
   * @param port 0 for any free one
   * @returns the address with a slash at its end, as a browser on this machine can open it
   * @throws DomainError CONFIGURATION when the address cannot be had
   */
  listen(port: number, host: string): Promise<{ url: string; port: number }>;
  /** Takes no new connections, lets open requests end for up to ten seconds, then closes. Can be called more than once. */
  close(): Promise<void>;
}

/** The HTTP server: GraphQL, its subscriptions and its playground at /graphql; /healthz, /readyz and /metrics beside. */
export async function createServer({ services, config, logger }: ServerDependencies): Promise<GraphQLServer> {
  const limits: Limits = { ...DEFAULT_LIMITS, ...config.limits };
  const schema = await buildSchema();
  quickenFields(schema);
  const authenticator = createAuthenticator(config, services.keys);
  const learnerRecords = config.learnerRecords ?? false;
  const documents: DocumentSources = {
    persisted: createPersistedQueries(),
    trusted:
      config.trustedDocuments === undefined
        ? null
        : await readTrustedDocuments(
            config.trustedDocuments,
            schema,
            { all: [...specifiedRules, limitRule(limits)], maxTokens: limits.tokens },
            studioDocuments(),
          ),
  };
  const errors = createErrorFormatter({ logger, production: config.production });
  // The app needs Apollo, Apollo's draining needs the server, and the server takes the app when it is there.
  const http = createHttpServer(limits);
  const rates = createRateGate(config.rates ?? NO_RATES, services.rateCounter, logger);
  const gate = createDocumentGate(limits, config.introspection ?? 'on');
  const corsOrigins = config.corsOrigins ?? [];
  const trustedProxies = config.trustedProxies ?? 0;
  const metrics = createMetrics({
    figures: services.health.figures,
    connections: () => subscriptions.connections(),
  });
  metrics.timeFields(schema);
  const hot = createHotDocuments(schema, {
    compileAfter: config.compileAfter ?? DEFAULT_COMPILE_AFTER,
    rules: [limitRule(limits)],
    maxTokens: limits.tokens,
  });
  for (const text of documents.trusted?.texts() ?? []) hot.keep(text);
  const subscriptions = serveSubscriptions({
    http,
    schema,
    services,
    authenticator,
    learnerRecords,
    limits,
    rates,
    gate,
    suggestions: config.introspection !== 'off',
    corsOrigins,
    trustedProxies,
    documents,
    errors,
    logger,
  });
  const apollo = new ApolloServer<GraphQLContext>({
    schema,
    logger,
    formatError: errors.formatError,
    validationRules: [limitRule(limits)],
    parseOptions: { maxTokens: limits.tokens },
    // The gate of documents decides; without introspection errors do not suggest names either.
    introspection: true,
    hideSchemaDetailsFromClientErrors: config.introspection === 'off',
    csrfPrevention: true,
    allowBatchedHttpRequests: limits.batch > 1,
    persistedQueries: { cache: apolloCache(documents.persisted), ttl: null },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      errors.plugin,
      refusedStatusPlugin,
      cacheHintsPlugin,
      metrics.plugin,
      admissionPlugin(schema, limits.complexity),
      hotDocumentsPlugin(hot),
      ApolloServerPluginDrainHttpServer({ httpServer: http }),
      // None of these is to speak to another host, or to be switched on by a variable of the environment.
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
  });
  await apollo.start();
  const contextOf = (request: IncomingMessage): GraphQLContext => {
    const facts = factsOf(request);
    const charge = (points: number): Promise<void> | undefined => {
      facts.charged = true;
      const due = points - facts.prepaid;
      facts.prepaid = 0;
      return due > 0 ? rates.charge(askerOf(request), due) : undefined;
    };
    const deadline = createDeadline(limits.seconds);
    facts.response.once('close', () => (facts.response.writableFinished ? deadline.end() : deadline.abandon()));
    const { requestId, caller } = facts;
    return createContext(services, { caller: caller!, requestId, learnerRecords, charge, deadline });
  };
  const fail = answerHttpError(logger, limits.bodyBytes);
  const app = createHttpApp({
    services,
    logger,
    limits,
    answerHttpError: fail,
    documents,
    refuseDocuments: refuseDocuments(gate, () => metrics.countOperation('refused')),
    metrics: metricsFor(config, metrics.answer),
    readyWithoutModel: config.readyWithoutModel ?? false,
    graphql: expressMiddleware(apollo, {
      context: async ({ req }) => {
        return contextOf(req);
      },
    }),
  });
  const steps = [
    identifyRequest(trustedProxies),
    securityHeaders(config.production),
    metrics.timeRequests,
    logRequest(logger),
    allowOrigins(corsOrigins),
    refuseMediaType,
    identifyCaller(authenticator, rates, config.metrics === 'admin' ? ['/graphql', '/metrics'] : ['/graphql']),
    limitRate(rates),
    readJsonBody(limits),
    answerHotDocument({
      hot,
      documents,
      complexity: limits.complexity,
      contextOf,
      formatError: errors.format,
      countOperation: metrics.countOperation,
    }),
  ];
  http.on('request', createFront(steps, app, fail));
  return {
    listen: (port, host) => listen(http, port, host),
    close: async () => {
      await subscriptions.close();
      await apollo.stop();
    },
  };
}

/** Apollo marks its keys with a prefix, which the hashes of other paths have not. */
function apolloCache(
  persisted: PersistedQueries,
): NonNullable<Exclude<ApolloServerOptions<GraphQLContext>['cache'], 'bounded'>> {
  const hashOf = (key: string): string => key.slice(key.indexOf(':') + 1);
  return {
    get: async (key) => persisted.get(hashOf(key)),
    set: async (key, document) => persisted.set(hashOf(key), document),
    delete: async () => false,
  };
}

function metricsFor(config: ServerConfig, answer: RequestHandler): RequestHandler[] {
  if (config.metrics === 'off') return [];
  return config.metrics === 'admin' ? [requireRole(Role.ADMIN), answer] : [answer];
}

function listen(http: Server, port: number, host: string): Promise<{ url: string; port: number }> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const hint = error.code === 'EADDRINUSE' ? `: port ${port} is taken; choose another with PORT` : '';
      reject(new DomainError('CONFIGURATION', `Cannot listen on ${host}:${port}${hint}.`, {}, { cause: error }));
    });
    http.listen(port, host, () => {
      const bound = (http.address() as AddressInfo).port;
      resolve({ url: `http://${nameOf(host)}:${bound}/`, port: bound });
    });
  });
}

/** Addresses that mean "every interface" are not ones to open. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === '') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
