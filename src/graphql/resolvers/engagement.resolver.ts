import { Args, Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Content, Engagement } from '../../services/services.js';
import { ROWS_OF_LEARNERS } from '../auth.js';
import type { GraphQLContext } from '../context.js';
import { RecordEngagementsArgs, toEngagementInput } from '../inputs/engagement.input.js';
import { ContentType } from '../types/content.type.js';
import { EngagementObjectType } from '../types/engagement.type.js';
import { RecordEngagementsPayloadType } from '../types/payload.type.js';

@Resolver(() => EngagementObjectType)
export class EngagementResolver {
  @FieldResolver(() => ContentType, { description: 'What the learner engaged with.' })
  content(@Root() engagement: Engagement, @Ctx() { loaders }: GraphQLContext): Promise<Content | null> {
    return loaders.content.load(engagement.contentId);
  }

  @Authorized(ROWS_OF_LEARNERS)
  @Mutation(() => RecordEngagementsPayloadType, {
    nullable: true,
    description: 'Records what learners did. When it returns, their recommendations take it into account.',
  })
  recordEngagements(
    @Args(() => RecordEngagementsArgs) { input }: RecordEngagementsArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<RecordEngagementsPayloadType> {
    return services.engagements.record(input.map(toEngagementInput));
  }
}
