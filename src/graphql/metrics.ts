import type { ApolloServerPlugin } from '@apollo/server';
import { defaultFieldResolver, isObjectType, type GraphQLSchema } from 'graphql';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { OperationFigures } from '../services/operation-figures.js';
import type { GraphQLContext } from './context.js';
import type { HttpStep } from './http/front.js';
import { pathOf } from './http/path-of.js';

export interface Metrics {
  /** Times every request. */
  readonly timeRequests: HttpStep;
  /** Times the fields at the top of operations, and resolvers below that wait for something; wraps them, whatever executes them. */
  readonly timeFields: (schema: GraphQLSchema) => void;
  /** Counts an operation over HTTP: `refused` where nothing was executed. */
  readonly countOperation: (outcome: 'ok' | 'error' | 'refused') => void;
  /** Counts the operations that Apollo answers. */
  readonly plugin: ApolloServerPlugin<GraphQLContext>;
  /** Answers in the text format that Prometheus reads. */
  readonly answer: RequestHandler;
}

/** From a millisecond, which a list takes, to half a minute, which an evaluation may. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Paths that are labels; the rest is one, so that nobody can make up labels. */
const PATHS = new Set(['/', '/graphql', '/healthz', '/readyz', '/metrics']);
const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** What Prometheus is told: requests, fields, trainings, the model, the queue, the pool, and the process (event loop, memory). */
export function createMetrics(sources: {
  readonly figures: () => Promise<OperationFigures>;
  /** Open WebSocket connections. */
  readonly connections: () => number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}): Metrics {
  const { figures, connections, now = Date.now } = sources;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const requests = new Histogram({
    name: 'learnrec_http_request_seconds',
    help: 'Time from a request to the end of its answer, by method, path and status.',
    labelNames: ['method', 'path', 'status'],
    buckets: SECONDS,
    registers,
  });
  const fields = new Histogram({
    name: 'learnrec_graphql_root_field_seconds',
    help: 'Time that a field at the top of an operation took, by field and outcome (ok, error).',
    labelNames: ['field', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const resolvers = new Histogram({
    name: 'learnrec_graphql_resolver_seconds',
    help: 'Time that a resolver below the top took which waits for something, by field and outcome (ok, error).',
    labelNames: ['field', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const operations = new Counter({
    name: 'learnrec_graphql_operations_total',
    help: 'GraphQL operations over HTTP by outcome: ok, error (some field failed), refused (nothing was executed).',
    labelNames: ['outcome'],
    registers,
  });

  const gauge = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Gauge<Label> =>
    new Gauge({ name: `learnrec_${name}`, help, labelNames, registers });
  const up = gauge('database_up', 'Whether Postgres answers: 1 or 0.');
  const jobs = gauge('training_jobs', 'Trainings of all processes, by status.', ['status']);
  const queue = gauge('queue_length', 'Jobs on the queue of all processes, those under way included.');
  const lastTraining = gauge('last_training_seconds', 'Time that the training of the newest model took.');
  const lastTrained = gauge('last_training_timestamp_seconds', 'When the newest model was stored, as Unix time.');
  const ready = gauge('model_ready', 'Whether this process serves a model: 1 or 0.');
  const version = gauge('model_version', 'Id of the model that this process serves.');
  const age = gauge('model_age_seconds', 'Time since the model that this process serves was stored.');
  const items = gauge('catalogue_items', 'Pieces of content that this process holds.');
  const pool = gauge(
    'database_connections',
    'Connections of the pool of this process (total, idle), and requests that wait for one.',
    ['state'],
  );
  const sockets = gauge('websocket_connections', 'Open WebSocket connections of this process.');
  const lists = gauge(
    'lists',
    'Lists of recommendations to be logged: stored and dropped since the start, and waiting.',
    ['state'],
  );
  const open = gauge('subscriptions', 'Open subscriptions of this process.');

  const collect = async (): Promise<void> => {
    const { stored, model, pool: connectionsOfPool, subscriptions, lists: logged } = await figures();
    up.set(stored ? 1 : 0);
    // What is not known is left out: zero would be a lie.
    for (const one of [queue, lastTraining, lastTrained, version, age, items]) one.remove();
    jobs.reset();
    for (const [status, count] of Object.entries(stored?.jobs ?? {})) jobs.set({ status }, count);
    if (stored) queue.set(stored.queue);
    if (stored?.newestModel) {
      lastTraining.set(stored.newestModel.trainingSeconds);
      lastTrained.set(stored.newestModel.createdAt.getTime() / 1000);
    }
    ready.set(model ? 1 : 0);
    if (model) {
      version.set(Number(model.id));
      age.set((now() - model.trainedAt.getTime()) / 1000);
      items.set(model.items);
    }
    for (const [state, count] of Object.entries(connectionsOfPool)) pool.set({ state }, count);
    for (const [state, count] of Object.entries(logged)) lists.set({ state }, count);
    sockets.set(connections());
    open.set(subscriptions);
  };

  const countOperation: Metrics['countOperation'] = (outcome) => operations.inc({ outcome });

  return {
    countOperation,
    timeFields: (schema) => {
      const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
      for (const type of Object.values(schema.getTypeMap())) {
        if (!isObjectType(type) || type.name.startsWith('__')) continue;
        for (const field of Object.values(type.getFields())) {
          const { resolve } = field;
          const name = `${type.name}.${field.name}`;
          if (roots.includes(type)) {
            const own = resolve ?? defaultFieldResolver;
            field.resolve = (root, args, context, info) => {
              const began = performance.now();
              const end = (outcome: 'ok' | 'error'): void =>
                fields.observe({ field: name, outcome }, (performance.now() - began) / 1000);
              return timed(() => own(root, args, context, info), end);
            };
          } else if (resolve)
            field.resolve = (root, args, context, info) => {
              const began = performance.now();
              const result: unknown = resolve(root, args, context, info);
              if (!(result instanceof Promise)) return result;
              const end = (outcome: 'ok' | 'error'): void =>
                resolvers.observe({ field: name, outcome }, (performance.now() - began) / 1000);
              return timed(() => result, end);
            };
        }
      }
    },
    timeRequests: (request, response, next) => {
      const asked = pathOf(request);
      const path = PATHS.has(asked) ? asked : 'other';
      const method = METHODS.has(request.method ?? '') ? request.method : 'other';
      const began = performance.now();
      response.once('close', () => {
        requests.observe({ method, path, status: String(response.statusCode) }, (performance.now() - began) / 1000);
      });
      next();
    },
    plugin: {
      async requestDidStart() {
        let executed = false;
        return {
          async executionDidStart() {
            executed = true;
          },
          async willSendResponse({ errors }) {
            countOperation(!executed ? 'refused' : errors?.length ? 'error' : 'ok');
          },
        };
      },
    },
    answer: async (_request, response) => {
      await collect();
      response.set('content-type', registry.contentType).send(await registry.metrics());
    },
  };
}

/** Ends a timer when the work has ended, at once or later, and hands on what came of it. */
function timed(work: () => unknown, end: (outcome: 'ok' | 'error') => void): unknown {
  let result: unknown;
  try {
    result = work();
  } catch (error) {
    end('error');
    throw error;
  }
  if (!(result instanceof Promise)) {
    end('ok');
    return result;
  }
  return result.then(
    (value: unknown) => {
      end('ok');
      return value;
    },
    (error: unknown) => {
      end('error');
      throw error;
    },
  );
}
