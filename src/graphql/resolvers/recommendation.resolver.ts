import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Readiness } from '../../services/readiness.js';
import type { Reason, Recommendation } from '../../services/recommendation.js';
import type { Content } from '../../services/services.js';
import { listCost } from '../complexity.js';
import type { GraphQLContext } from '../context.js';
import { ReadinessArgs } from '../inputs/readiness.args.js';
import { ReasonsArgs } from '../inputs/reasons.args.js';
import { ContentType } from '../types/content.type.js';
import { ReadinessType } from '../types/readiness.type.js';
import { ReasonType } from '../types/reason.type.js';
import { RecommendationType } from '../types/recommendation.type.js';

@Resolver(() => RecommendationType)
export class RecommendationResolver {
  @FieldResolver(() => [ReasonType], {
    description: 'What carried the score, the largest share first. Computed only when selected.',
    complexity: listCost('max'),
  })
  reasons(@Root() recommendation: Recommendation, @Args(() => ReasonsArgs) { max }: ReasonsArgs): readonly Reason[] {
    return recommendation.reasons(max);
  }

  @FieldResolver(() => ReadinessType, {
    description: 'How the learner stands to what it requires. Computed only when selected.',
  })
  readiness(@Root() recommendation: Recommendation): ReadinessSource {
    const readiness = recommendation.readiness();
    return {
      ...readiness,
      missingCount: readiness.missing.length,
      unlocksCount: readiness.unlocks.length,
    };
  }
}

interface ReadinessSource extends Readiness {
  readonly missingCount: number;
  readonly unlocksCount: number;
}

@Resolver(() => ReadinessType)
export class ReadinessResolver {
  @FieldResolver(() => [ContentType], {
    description:
      'What to complete first, in an order in which it can be done: prerequisites that are not completed, each after those of its own.',
    complexity: listCost('max'),
  })
  missing(@Root() readiness: ReadinessSource, @Args(() => ReadinessArgs) { max }: ReadinessArgs): readonly Content[] {
    return readiness.missing.slice(0, max);
  }

  @FieldResolver(() => [ContentType], {
    description: 'What the learner becomes ready for by completing it: all else that it requires is completed.',
    complexity: listCost('max'),
  })
  unlocks(@Root() readiness: ReadinessSource, @Args(() => ReadinessArgs) { max }: ReadinessArgs): readonly Content[] {
    return readiness.unlocks.slice(0, max);
  }
}

@Resolver(() => ReasonType)
export class ReasonResolver {
  @FieldResolver(() => ContentType, {
    nullable: true,
    description: 'For ENGAGED_CONTENT: what the learner engaged with; null for other kinds.',
  })
  async content(@Root() reason: Reason, @Ctx() { loaders }: GraphQLContext): Promise<Content | null> {
    return reason.contentId === null ? null : loaders.content.load(reason.contentId);
  }
}
