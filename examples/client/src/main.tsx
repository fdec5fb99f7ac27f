import { ApolloProvider } from '@apollo/client/react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Provider } from 'urql';
import WebSocket from 'ws';
import { createApolloClient } from './apollo.js';
import { createSubscriptions, followList } from './follow-list.js';
import { HomeRowDocument, RefetchDocument, SimilarItemsDocument } from './generated/operations.js';
import { HomeRow } from './home-row.js';
import { createLearnRec, LearnRecError } from './learnrec.js';
import { reactionTo } from './reactions.js';
import {
  because,
  giveFeedback,
  homeRow,
  onboarding,
  reportEngagement,
  searchWithSimilar,
  undoFeedback,
} from './recipes.js';
import { SimilarItems } from './similar-items.js';
import { createUrqlClient } from './urql.js';

const url = process.env['LEARNREC_URL'] ?? 'http://127.0.0.1:4000/graphql';
const userId = process.env['LEARNREC_USER'] ?? '42';
/** In a browser it comes from the platform's own server. */
const bearer = process.env['LEARNREC_TOKEN'] ?? null;
const token = async (): Promise<string | null> => bearer;

const ask = createLearnRec({ url, token });

const row = await homeRow(ask, userId);
if (!row?.items[0]) throw new Error('There is nothing to recommend: is the service trained?');
console.log(`Home row (${row.servedBy.strategy}):`);
for (const { rank, content, reasons } of row.items)
  console.log(`  ${rank}. ${content.title}. ${reasons[0]?.text ?? ''}`);

const last = await because(ask, userId);
if (last) {
  console.log(`Because you engaged with "${last.title}":`);
  for (const { content, score } of last.similar ?? []) console.log(`  ${content.title} (${score.toFixed(2)})`);
}

const { found, similar } = await searchWithSimilar(ask, row.items[0].content.title);
console.log(`Search: ${found.length} found; like the first: ${similar.map(({ content }) => content.title).join(', ')}`);

const welcome = await onboarding(ask, 'Data Analyst', [row.items[0].content.id]);
console.log(`Onboarding: ${welcome.map(({ content }) => content.title).join(', ')}`);

const contentId = row.items[0].content.id;
console.log(`Feedback refused: ${(await giveFeedback(ask, userId, contentId, 'TOO_EASY')).length}`);
console.log(`Feedback undone: ${(await undoFeedback(ask, userId, contentId)).map(({ kind }) => kind).join(', ')}`);
const [refusal] = await giveFeedback(ask, userId, 'no such content', 'TOO_EASY');
console.log(`Feedback on nothing: ${refusal?.code} at ${refusal?.path.join('.')}, ${reactionTo(refusal?.code ?? '')}`);

try {
  await createLearnRec({ url, token: async () => 'expired' })(HomeRowDocument, { userId });
} catch (error) {
  if (!(error instanceof LearnRecError)) throw error;
  console.log(`With a wrong token: ${error.code}, ${reactionTo(error.code)}`);
}

const apollo = createApolloClient(url, token);
await apollo.query({ query: HomeRowDocument, variables: { userId } });
const again = await apollo.query({
  query: RefetchDocument,
  variables: { nodeId: row.items[0].content.nodeId },
  fetchPolicy: 'cache-only',
});
console.log(`Apollo Client, from its cache by nodeId: ${again.data?.node?.nodeId === row.items[0].content.nodeId}`);
console.log(
  renderToStaticMarkup(
    <ApolloProvider client={apollo}>
      <HomeRow userId={userId} />
    </ApolloProvider>,
  ),
);
apollo.stop();

const urql = createUrqlClient(url, () => bearer);
await urql.query(SimilarItemsDocument, { contentId });
console.log(
  renderToStaticMarkup(
    <Provider value={urql}>
      <SimilarItems contentId={contentId} />
    </Provider>,
  ),
);

const subscriptions = createSubscriptions(url, token, WebSocket);
const changed = new Promise<string>((resolve) => {
  const stop = followList(subscriptions, userId, ({ items }) => {
    stop();
    resolve(items.map(({ content }) => content.title).join(', '));
  });
});
// Given a moment, so that the subscription is there before what it should hear of.
const record = async (): Promise<void> => {
  const recorded = await reportEngagement(ask, { userId, contentId, listId: row.id, engagementType: 'COMPLETED' });
  console.log(`Recorded: ${recorded?.recorded}, there already: ${recorded?.duplicates}`);
};
subscriptions.on('connected', () => void setTimeout(() => void record(), 200));
console.log(`The list after it: ${await changed}`);
await subscriptions.dispose();
