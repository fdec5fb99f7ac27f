import 'reflect-metadata';
import { type GraphQLInterfaceType, type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema as buildTypeGraphQLSchema } from 'type-graphql';
import { checkAccess } from './auth.js';
import { AlphaSweepResolver } from './resolvers/alpha-sweep.resolver.js';
import { ContentResolver } from './resolvers/content.resolver.js';
import { EngagementResolver } from './resolvers/engagement.resolver.js';
import { EvaluationResolver } from './resolvers/evaluation.resolver.js';
import { InsightsResolver } from './resolvers/insights.resolver.js';
import { FeedbackResolver, UserFeedbackResolver } from './resolvers/feedback.resolver.js';
import { ModelReportResolver } from './resolvers/model-report.resolver.js';
import { ModelComparisonResolver } from './resolvers/model-comparison.resolver.js';
import { ModelResolver } from './resolvers/model.resolver.js';
import { NodeResolver } from './resolvers/node.resolver.js';
import { RecommendationListResolver } from './resolvers/recommendation-list.resolver.js';
import { ReadinessResolver, ReasonResolver, RecommendationResolver } from './resolvers/recommendation.resolver.js';
import { SettingsResolver } from './resolvers/settings.resolver.js';
import { SubscriptionResolver } from './resolvers/subscription.resolver.js';
import { TrainingJobResolver } from './resolvers/training-job.resolver.js';
import { TrendingResolver } from './resolvers/trending.resolver.js';
import { UserResolver } from './resolvers/user.resolver.js';
import { ValueResolver } from './resolvers/value.resolver.js';
import { connectionResolvers } from './types/connection.js';
import type { NodeSource } from './types/node.type.js';
import { validateArguments } from './validate-arguments.js';

const unused = (): never => {
  throw new Error('Every subscription brings its own values; see services/subscriptions.ts.');
};
/** type-graphql asks for one as soon as there is a subscription. */
const NO_PUB_SUB = { publish: unused, subscribe: unused };

/** Builds the schema. Resolvers hold no state: everything they use is in the context of the request. */
export async function buildSchema(): Promise<GraphQLSchema> {
  const schema = await buildTypeGraphQLSchema({
    resolvers: [
      NodeResolver,
      UserResolver,
      ContentResolver,
      EngagementResolver,
      FeedbackResolver,
      UserFeedbackResolver,
      RecommendationListResolver,
      RecommendationResolver,
      ReadinessResolver,
      ReasonResolver,
      AlphaSweepResolver,
      TrendingResolver,
      ValueResolver,
      InsightsResolver,
      EvaluationResolver,
      ModelComparisonResolver,
      ModelResolver,
      ModelReportResolver,
      TrainingJobResolver,
      SettingsResolver,
      SubscriptionResolver,
      ...connectionResolvers,
    ],
    authChecker: checkAccess,
    validateFn: validateArguments,
    pubSub: NO_PUB_SUB,
  });
  describeRoots(schema);
  resolveNodesAtOnce(schema);
  return schema;
}

/** type-graphql has no place for these descriptions. */
function describeRoots(schema: GraphQLSchema): void {
  schema.description =
    'Recommendations for learning platforms: send learners, content and engagements, ask what to learn next.';
  schema.getQueryType()!.description =
    'What can be asked. Needs the role READER; a token that is bound to one learner may ask about content and about that learner.';
  schema.getSubscriptionType()!.description =
    'What can be followed, over WebSocket at the same address (protocol graphql-transport-ws). Needs the role READER; the token comes as `authorization` in the payload of `connection_init`.';
  schema.getMutationType()!.description =
    'What can be changed. Sending data needs the role WRITER; training and choosing models needs ADMIN, that is the header `Authorization: Bearer <admin token>`.';
}

/** type-graphql makes the function a promise, which compiled documents do not wait for. */
function resolveNodesAtOnce(schema: GraphQLSchema): void {
  (schema.getType('Node') as GraphQLInterfaceType).resolveType = (value: NodeSource) => value.__typename;
}

/** The schema definition language that is checked in as schema.graphql: sorted, so that it changes only with the schema. */
export function printSorted(schema: GraphQLSchema): string {
  return `# Emitted by scripts/emit-schema.mjs; do not edit.\n\n${printSchema(lexicographicSortSchema(schema))}\n`;
}
