import { Args, Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Feedback } from '../../services/feedback.js';
import type { Content, User } from '../../services/services.js';
import { learnerOf, writesFor } from '../auth.js';
import { listCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { GiveFeedbackArgs, UndoFeedbackArgs } from '../inputs/feedback.args.js';
import { PageArgs, toPageRequest } from '../inputs/page.args.js';
import { type Connection, toConnection } from '../types/connection.js';
import { ContentType } from '../types/content.type.js';
import {
  FeedbackConnectionType,
  FeedbackType,
  GiveFeedbackPayloadType,
  UndoFeedbackPayloadType,
} from '../types/feedback.type.js';
import { UserType } from '../types/user.type.js';

@Resolver(() => FeedbackType)
export class FeedbackResolver {
  @FieldResolver(() => ContentType, { description: 'What it is about.' })
  content(@Root() feedback: Feedback, @Ctx() { loaders }: GraphQLContext): Promise<Content | null> {
    return loaders.content.load(feedback.contentId);
  }

  @Authorized(writesFor('userId'))
  @Mutation(() => GiveFeedbackPayloadType, {
    nullable: true,
    description:
      'Keeps what a learner says of a recommendation. When it returns, their recommendations take it into account, in every ' +
      'process; the next training does too. Of NOT_RELEVANT and MORE_LIKE_THIS, and of TOO_EASY and TOO_HARD, the last one counts.',
  })
  giveFeedback(
    @Args(() => GiveFeedbackArgs) args: GiveFeedbackArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<GiveFeedbackPayloadType> {
    return services.feedback.give(args);
  }

  @Authorized(writesFor('userId'))
  @Mutation(() => UndoFeedbackPayloadType, {
    nullable: true,
    description: 'Takes feedback back, as if it had never been given. What is not there is no error.',
  })
  undoFeedback(
    @Args(() => UndoFeedbackArgs) { kind, ...target }: UndoFeedbackArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<UndoFeedbackPayloadType> {
    return services.feedback.undo({ ...target, kind: kind ?? undefined });
  }
}

@Resolver(() => UserType)
export class UserFeedbackResolver {
  @Authorized(learnerOf((user: User) => user.id))
  @FieldResolver(() => FeedbackConnectionType, {
    description: 'What this learner said of recommendations, page by page, newest first.',
    complexity: listCost('first'),
  })
  async feedback(
    @Root() user: User,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<Connection<Feedback>> {
    const page = await loaders.feedback.load({ id: user.id, controls: toPageRequest(args) });
    return toConnection(page, () => loaders.feedbackCount.load(user.id));
  }
}
