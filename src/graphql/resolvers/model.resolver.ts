import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { ModelComparison } from '../../services/compare-models.js';
import type { Model } from '../../services/services.js';
import { Role } from '../auth.js';
import { comparisonCost, listCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { CompareModelsArgs } from '../inputs/compare-models.args.js';
import { PageArgs, toPageRequest } from '../inputs/page.args.js';
import { type Connection, toConnection } from '../types/connection.js';
import { HyperParameterType, toHyperParameters } from '../types/hyper-parameter.type.js';
import { ModelComparisonType } from '../types/model-comparison.type.js';
import { ModelConnectionType, ModelPartType, ModelType } from '../types/model.type.js';
import { ActivateModelPayloadType, DeleteModelPayloadType } from '../types/payload.type.js';
import { SearchType, toSearchType } from '../types/search.type.js';
import { settle } from '../user-errors.js';

@Resolver(() => ModelType)
export class ModelResolver {
  @Authorized(Role.READER)
  @Query(() => ModelType, {
    nullable: true,
    description: 'One model, or the active one; null when there is none with this id, or none is active yet.',
  })
  model(
    @Arg('id', () => ID, { nullable: true, description: 'Id of the model. Default: the active one. Example: `8`.' })
    id: string | null | undefined,
    @Ctx() { services, loaders }: GraphQLContext,
  ): Promise<Model | null> {
    return id == null ? services.models.active() : loaders.model.load(id);
  }

  @Authorized(Role.READER)
  @Query(() => ModelConnectionType, {
    description: 'All models, page by page, newest first.',
    complexity: listCost('first'),
  })
  async models(@Args(() => PageArgs) args: PageArgs, @Ctx() { services }: GraphQLContext): Promise<Connection<Model>> {
    return toConnection(await services.models.list(toPageRequest(args)), () => services.models.count());
  }

  @FieldResolver(() => [HyperParameterType], { description: 'Options it was fitted with, by name.' })
  hyperParameters(@Root() model: Model): HyperParameterType[] {
    return toHyperParameters(model.hyperParameters);
  }

  @FieldResolver(() => [ModelPartType], {
    description: 'What the collaborative half is made of, the largest weight first: one algorithm, or a weighted sum.',
  })
  parts(@Root() model: Model): ModelPartType[] {
    return model.parts.map((part) => ({ ...part, hyperParameters: toHyperParameters(part.hyperParameters) }));
  }

  @FieldResolver(() => SearchType, {
    nullable: true,
    description: 'How its algorithm or its options were chosen; null where they were given or the defaults.',
  })
  search(@Root() model: Model): SearchType | null {
    return model.search && toSearchType(model.search);
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => ActivateModelPayloadType, {
    nullable: true,
    description: 'Lets a stored model serve from now on: back to a former one, or forward again. The others are kept.',
  })
  async activateModel(
    @Arg('id', () => ID, { description: 'Id of the model. Example: `7`.' }) id: string,
    @Ctx() { services }: GraphQLContext,
  ): Promise<ActivateModelPayloadType> {
    const { value, userErrors } = await settle(['id'], () => services.models.activate(id));
    return { model: value, userErrors };
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => DeleteModelPayloadType, {
    nullable: true,
    description: 'Removes a stored model for good. The one that serves is refused: activate another first.',
  })
  async deleteModel(
    @Arg('id', () => ID, { description: 'Id of the model. Example: `3`.' }) id: string,
    @Ctx() { services }: GraphQLContext,
  ): Promise<DeleteModelPayloadType> {
    const { value, userErrors } = await settle(['id'], () => services.models.delete(id));
    return { deletedId: value, userErrors };
  }

  @Authorized(Role.READER)
  @Query(() => ModelComparisonType, {
    nullable: true,
    description:
      'Compares two stored models: their measures, and what they recommend to the same learners. Computed on call: it can take seconds.',
    complexity: comparisonCost,
  })
  compareModels(
    @Args(() => CompareModelsArgs) { a, b, k, sampleSize, seed }: CompareModelsArgs,
    @Ctx() { services }: GraphQLContext,
  ): Promise<ModelComparison> {
    return services.models.compare({ a, b, k, sampleSize, seed: seed ?? undefined });
  }
}
