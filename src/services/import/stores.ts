import type { ContentStore } from '../../store/content.store.js';
import type { EngagementStore } from '../../store/engagement.store.js';
import type { FeedbackStore } from '../../store/feedback.store.js';
import type { UserStore } from '../../store/user.store.js';

/** The part of the stores that an import needs. */
export interface ImportStores {
  readonly users: Pick<UserStore, 'findByIds' | 'upsertMany' | 'ensure'>;
  readonly contents: Pick<ContentStore, 'findByIds' | 'upsertMany'>;
  readonly engagements: Pick<EngagementStore, 'insertMany' | 'deleteByKeys' | 'rehearse' | 'openLoad'>;
  readonly feedback: Pick<FeedbackStore, 'insertMany' | 'findAspects'>;
}
