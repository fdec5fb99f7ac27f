/** The usual way: Apollo Server on Express with type-graphql's schema as it comes, and none of the limits. */
import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import { openServices, announce } from './services.mjs';
import { contextFor, stockSchema } from './schema.mjs';

const services = await openServices();
const apollo = new ApolloServer({ schema: await stockSchema() });
await apollo.start();
const app = express();
app.use('/graphql', express.json(), expressMiddleware(apollo, { context: async () => contextFor(services) }));
const server = app.listen(0, '127.0.0.1', () => announce(server.address().port));
