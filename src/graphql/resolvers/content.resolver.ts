import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { SimilarContent, SimilarList } from '../../services/similar-content.js';
import type { Content } from '../../services/services.js';
import { Role } from '../auth.js';
import { listCost, prerequisitesCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { ContentsArgs, toContentFilter } from '../inputs/content-filter.input.js';
import { toContentInput, UpsertContentArgs } from '../inputs/content.input.js';
import { toPageRequest } from '../inputs/page.args.js';
import { SimilarArgs, SimilarToContentArgs, toSimilarControls } from '../inputs/similar.args.js';
import { type Connection, toConnection } from '../types/connection.js';
import { ContentConnectionType, ContentType } from '../types/content.type.js';
import { UpsertContentPayloadType } from '../types/payload.type.js';
import { SimilarContentListType, SimilarContentType } from '../types/similar-content.type.js';

@Resolver(() => ContentType)
export class ContentResolver {
  @Authorized(Role.LEARNER)
  @Query(() => ContentType, {
    nullable: true,
    description: 'One piece of content, retired or not; null when there is none with this id.',
  })
  content(
    @Arg('id', () => ID, { description: 'Id of the content. Example: `17`.' }) id: string,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<Content | null> {
    return loaders.content.load(id);
  }

  @Authorized(Role.LEARNER)
  @Query(() => ContentConnectionType, {
    description: 'Content, page by page, oldest first; what was sent together in the order of its ids.',
    complexity: listCost('first'),
  })
  async contents(
    @Args(() => ContentsArgs) args: ContentsArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<Connection<Content>> {
    const filter = toContentFilter(args.filter);
    const page = await services.contents.list(toPageRequest(args), filter);
    return toConnection(page, () => services.contents.count(filter));
  }

  @Authorized(Role.LEARNER)
  @Query(() => [SimilarContentType], {
    nullable: true,
    description:
      'Content that is similar to the given one, most similar first. Never itself; retired content and what has nothing in common are left out.',
    complexity: listCost('k', 10),
  })
  async similarContent(
    @Args(() => SimilarToContentArgs) args: SimilarToContentArgs,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<readonly SimilarContent[]> {
    return (await loaders.similarContent.load({ id: args.contentId, controls: toSimilarControls(args) })).items;
  }

  @Authorized(Role.LEARNER)
  @Query(() => SimilarContentListType, {
    nullable: true,
    description: 'As `similarContent`, with what says how to go on, and why there are fewer than `k`.',
    complexity: listCost('k', 10),
  })
  similarContentList(
    @Args(() => SimilarToContentArgs) args: SimilarToContentArgs,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<SimilarList> {
    return loaders.similarContent.load({ id: args.contentId, controls: toSimilarControls(args) });
  }

  @FieldResolver(() => [SimilarContentType], {
    nullable: true,
    description:
      'Content that is similar, most similar first. Retired content and what has nothing in common are left out.',
    complexity: listCost('k', 10),
  })
  async similar(
    @Root() content: Content,
    @Args(() => SimilarArgs) args: SimilarArgs,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<readonly SimilarContent[]> {
    return (await loaders.similarContent.load({ id: content.id, controls: toSimilarControls(args) })).items;
  }

  @FieldResolver(() => [ContentType], {
    description: 'What has to be completed before it, at most 20, in the order given; empty when there is nothing.',
    complexity: prerequisitesCost,
  })
  async prerequisites(@Root() content: Content, @Ctx() { loaders }: GraphQLContext): Promise<readonly Content[]> {
    const found = await Promise.all(content.prerequisites.map((id) => loaders.content.load(id)));
    return found.filter((one) => one !== null);
  }

  @Authorized(Role.WRITER)
  @Mutation(() => UpsertContentPayloadType, {
    nullable: true,
    description:
      'Creates content, or changes that whose ids are known. New content can be recommended without retraining.',
  })
  async upsertContent(
    @Args(() => UpsertContentArgs) { input }: UpsertContentArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<UpsertContentPayloadType> {
    const { written, userErrors } = await services.contents.upsert(input.map(toContentInput));
    return { contents: written, userErrors };
  }
}
