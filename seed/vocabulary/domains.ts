import { BUSINESS_ANALYTICS } from './business-analytics.js';
import { CLOUD_DEVOPS } from './cloud-devops.js';
import { DATA_SCIENCE } from './data-science.js';
import type { Domain } from './domain.js';
import { LEADERSHIP } from './leadership.js';
import { MARKETING } from './marketing.js';
import { PRODUCT_MANAGEMENT } from './product-management.js';
import { SOFTWARE_ENGINEERING } from './software-engineering.js';

/** The seven domains of a corporate learning platform. */
export const DOMAINS: readonly Domain[] = [
  DATA_SCIENCE,
  SOFTWARE_ENGINEERING,
  BUSINESS_ANALYTICS,
  MARKETING,
  PRODUCT_MANAGEMENT,
  LEADERSHIP,
  CLOUD_DEVOPS,
];

/** Every subtopic with its domain; the index in this list is a topic's number in the generator. */
export const TOPICS = DOMAINS.flatMap((domain) => domain.topics.map((topic) => ({ ...topic, domain: domain.name })));
