import type { Domain } from './domain.js';

export const MARKETING: Domain = {
  name: 'Marketing',
  topics: [
    {
      subtopic: 'Search Marketing',
      subjects: [
        'Search Engine Optimization',
        'Keyword Research',
        'Technical SEO',
        'Paid Search Campaigns',
        'Local Search',
      ],
      tools: ['with Google Ads', 'with Search Console', 'for E-Commerce'],
    },
    {
      subtopic: 'Social Media',
      subjects: [
        'Social Media Strategy',
        'Community Building',
        'Influencer Marketing',
        'Short-Form Video',
        'Social Listening',
      ],
      tools: ['on LinkedIn', 'on Instagram', 'on YouTube'],
    },
    {
      subtopic: 'Content Marketing',
      subjects: ['Content Strategy', 'Copywriting', 'Editorial Planning', 'Brand Storytelling', 'Podcast Production'],
      tools: ['for B2B', 'for Small Teams', 'for SaaS'],
    },
    {
      subtopic: 'Email Marketing',
      subjects: [
        'Email Automation',
        'Newsletter Design',
        'Email Deliverability',
        'Lead Nurturing',
        'Lifecycle Messaging',
      ],
      tools: ['with HubSpot', 'with Mailchimp', 'for E-Commerce'],
    },
    {
      subtopic: 'Marketing Analytics',
      subjects: [
        'Marketing Attribution',
        'Conversion Rate Optimization',
        'Marketing Mix Modelling',
        'Campaign Measurement',
        'Landing Page Testing',
      ],
      tools: ['with Google Analytics', 'in R', 'without Cookies'],
    },
    {
      subtopic: 'Brand Management',
      subjects: ['Brand Positioning', 'Brand Identity', 'Brand Research', 'Rebranding', 'Public Relations'],
      tools: ['for Challengers', 'in Consumer Goods', 'for B2B'],
    },
    {
      subtopic: 'Sales Enablement',
      subjects: [
        'Account-Based Marketing',
        'Sales Presentations',
        'Lead Scoring',
        'Customer References',
        'Pipeline Reviews',
      ],
      tools: ['with Salesforce', 'for B2B', 'for Field Teams'],
    },
    {
      subtopic: 'Market Research',
      subjects: ['Consumer Interviews', 'Conjoint Analysis', 'Focus Groups', 'Competitor Analysis', 'Trend Research'],
      tools: ['on a Budget', 'in R', 'for New Markets'],
    },
    {
      subtopic: 'Paid Advertising',
      subjects: [
        'Programmatic Advertising',
        'Display Campaigns',
        'Retargeting',
        'Media Planning',
        'Ad Creative Testing',
      ],
      tools: ['with Meta Ads', 'on Connected TV', 'for Mobile Apps'],
    },
  ],
};
