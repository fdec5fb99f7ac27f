/** Mercurius on Fastify with its compiler switched on, with the service's own quick resolvers and none of its limits. */
import { peer } from '../peers.mjs';
import { openServices, announce } from './services.mjs';
import { contextFor, quickSchema } from './schema.mjs';

const { default: fastify } = await peer('fastify');
const { default: mercurius } = await peer('mercurius');
const services = await openServices();
const app = fastify();
app.register(mercurius, { schema: await quickSchema(), jit: 1, context: () => contextFor(services) });
await app.listen({ port: 0, host: '127.0.0.1' });
announce(app.server.address().port);
