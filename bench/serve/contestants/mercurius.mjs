/** Mercurius on Fastify with its compiler switched on, with the same schema and none of the limits. */
import { peer } from '../peers.mjs';
import { openServices, announce } from './services.mjs';
import { contextFor, schemaOf } from './schema.mjs';

const { default: fastify } = await peer('fastify');
const { default: mercurius } = await peer('mercurius');
const services = await openServices();
const app = fastify();
app.register(mercurius, { schema: await schemaOf(), jit: 1, context: () => contextFor(services) });
await app.listen({ port: 0, host: '127.0.0.1' });
announce(app.server.address().port);
