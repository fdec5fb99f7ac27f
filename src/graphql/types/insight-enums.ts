import type { InsightDimension } from '../../services/insights/insights.js';
import type { ObservationCode } from '../../services/insights/observations.js';
import { defineEnum } from './enums.js';

export const InsightDimensionEnum = defineEnum<InsightDimension>(
  'InsightDimension',
  'What engagements can be grouped by.',
  {
    ENGAGEMENT_TYPE: 'What the learner did: viewed, completed, ...',
    CONTENT_TYPE: 'The type of the content, as the platform wrote it.',
    DOMAIN: 'The domain of the content.',
    DIFFICULTY: 'The difficulty of the content.',
    DEPARTMENT: 'The department of the learner.',
    SENIORITY: 'The seniority of the learner.',
  },
  { DIFFICULTY: 'DIFFICULTY_LEVEL', SENIORITY: 'SENIORITY_LEVEL' },
);

export const ObservationCodeEnum = defineEnum<ObservationCode>(
  'ObservationCode',
  'What an observation is about, and what its `value` is.',
  {
    INACTIVE_USERS: 'Learners without engagements; their share, where it is 5% or more.',
    NEVER_ENGAGED: 'Content on offer that nobody engaged with; its share, where there is any.',
    CATALOGUE_SKEW:
      'One difficulty, type, domain or language has half of the catalogue, or twice an even share; the largest such share.',
    CASUAL_USERS: 'Active learners with at most 3 engagements; their share, where it is 40% or more.',
    CONCENTRATED_DEMAND:
      'Share of all engagements that the most engaged tenth of the content has, where it is 30% or more.',
    SUPPLY_GAP: 'A domain whose share of the engagements is at least 1.5 times its share of the catalogue; that ratio.',
    LIKE_RATE_GAP:
      'Difference of the like rates of the domains liked most and least, where their 95% intervals do not meet.',
    DURATION_AND_LIKES: 'Correlation of duration and likes, where it is 0.05 or more either way and not chance.',
    BUSY_WEEKDAYS: 'Share of the busiest weekday, where it is 1.2 times an even share.',
    BUSY_HOURS: 'Share of the four busiest hours in a row, where it is 1.5 times an even share.',
    TREND: 'Relative change of the last 28 days against the 28 before, where it is 10% or more and not chance.',
  },
);
