import type { Domain } from './domain.js';

export const PRODUCT_MANAGEMENT: Domain = {
  name: 'Product Management',
  topics: [
    {
      subtopic: 'Product Discovery',
      subjects: [
        'Customer Discovery',
        'Opportunity Mapping',
        'Jobs to Be Done',
        'Problem Interviews',
        'Assumption Testing',
      ],
      tools: ['for New Products', 'in Regulated Markets', 'for B2B'],
    },
    {
      subtopic: 'Product Strategy',
      subjects: [
        'Product Strategy',
        'Product Vision',
        'Platform Strategy',
        'Competitive Positioning',
        'Portfolio Planning',
      ],
      tools: ['for SaaS', 'for Marketplaces', 'for Mature Products'],
    },
    {
      subtopic: 'Roadmapping',
      subjects: [
        'Product Roadmaps',
        'Prioritization',
        'Outcome-Based Planning',
        'Release Planning',
        'Backlog Refinement',
      ],
      tools: ['with RICE', 'in Jira', 'with OKRs'],
    },
    {
      subtopic: 'Agile Delivery',
      subjects: ['Scrum', 'Kanban', 'User Stories', 'Sprint Retrospectives', 'Scaled Agile'],
      tools: ['for Product Owners', 'in Jira', 'for Remote Teams'],
    },
    {
      subtopic: 'User Experience',
      subjects: [
        'Usability Testing',
        'Wireframing',
        'Interaction Design',
        'Information Architecture',
        'Design Systems',
      ],
      tools: ['in Figma', 'for Product Managers', 'for Mobile'],
    },
    {
      subtopic: 'Product Analytics',
      subjects: ['Product Metrics', 'A/B Testing', 'Funnel Analysis', 'Retention Analysis', 'Event Tracking'],
      tools: ['with Amplitude', 'in SQL', 'with Mixpanel'],
    },
    {
      subtopic: 'Growth',
      subjects: [
        'Product-Led Growth',
        'User Onboarding',
        'Referral Programs',
        'Activation Experiments',
        'Growth Loops',
      ],
      tools: ['for SaaS', 'for Consumer Apps', 'on Mobile'],
    },
    {
      subtopic: 'Pricing',
      subjects: [
        'Pricing Strategy',
        'Packaging and Tiers',
        'Willingness to Pay',
        'Freemium Models',
        'Price Experiments',
      ],
      tools: ['for SaaS', 'for Marketplaces', 'for Hardware'],
    },
    {
      subtopic: 'AI Products',
      subjects: [
        'AI Product Management',
        'Prompt Design',
        'Responsible AI',
        'AI Feature Evaluation',
        'Conversational Interfaces',
      ],
      tools: ['with Large Language Models', 'for Product Teams', 'in Healthcare'],
    },
  ],
};
