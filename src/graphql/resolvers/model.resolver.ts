import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Model } from '../../services/services.js';
import { Role } from '../auth.js';
import { listCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { PageArgs, toPageRequest } from '../inputs/page.args.js';
import { type Connection, toConnection } from '../types/connection.js';
import { HyperParameterType } from '../types/hyper-parameter.type.js';
import { ModelConnectionType, ModelType } from '../types/model.type.js';
import { ActivateModelPayloadType } from '../types/payload.type.js';
import { settle } from '../user-errors.js';

@Resolver(() => ModelType)
export class ModelResolver {
  @Authorized(Role.READER)
  @Query(() => ModelType, {
    nullable: true,
    description: 'One model, or the active one; null when there is none with this id, or none is active yet.',
  })
  model(
    @Arg('id', () => ID, { nullable: true, description: 'Id of the model. Default: the active one.' })
    id: string | null | undefined,
    @Ctx() { services }: GraphQLContext,
  ): Promise<Model | null> {
    return id == null ? services.models.active() : services.models.get(id);
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
    return Object.entries(model.hyperParameters)
      .map(([name, value]) => ({ name, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => ActivateModelPayloadType, {
    nullable: true,
    description: 'Lets a stored model serve from now on: back to a former one, or forward again. The others are kept.',
  })
  async activateModel(
    @Arg('id', () => ID, { description: 'Id of the model.' }) id: string,
    @Ctx() { services }: GraphQLContext,
  ): Promise<ActivateModelPayloadType> {
    const { value, userErrors } = await settle(['id'], () => services.models.activate(id));
    return { model: value, userErrors };
  }
}
