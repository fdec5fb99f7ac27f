import type { Domain } from './domain.js';

export const LEADERSHIP: Domain = {
  name: 'Leadership',
  topics: [
    {
      subtopic: 'People Management',
      subjects: [
        'One-on-One Meetings',
        'Delegation',
        'Performance Reviews',
        'Managing Former Peers',
        'Team Motivation',
      ],
      tools: ['for First-Time Managers', 'in Hybrid Teams', 'in Engineering'],
    },
    {
      subtopic: 'Communication',
      subjects: [
        'Public Speaking',
        'Business Writing',
        'Active Listening',
        'Executive Presentations',
        'Meeting Facilitation',
      ],
      tools: ['for Engineers', 'for Introverts', 'across Cultures'],
    },
    {
      subtopic: 'Coaching and Feedback',
      subjects: [
        'Coaching Conversations',
        'Constructive Feedback',
        'Mentoring',
        'Career Conversations',
        'Coaching Questions',
      ],
      tools: ['for Managers', 'in Remote Teams', 'with the GROW Model'],
    },
    {
      subtopic: 'Change Management',
      subjects: [
        'Change Management',
        'Organizational Design',
        'Digital Transformation',
        'Stakeholder Alignment',
        'Post-Merger Integration',
      ],
      tools: ['with ADKAR', 'in Large Organizations', 'for Project Leads'],
    },
    {
      subtopic: 'Negotiation',
      subjects: [
        'Negotiation',
        'Conflict Resolution',
        'Influence without Authority',
        'Difficult Conversations',
        'Contract Negotiation',
      ],
      tools: ['for Managers', 'in Procurement', 'across Cultures'],
    },
    {
      subtopic: 'Strategy',
      subjects: [
        'Strategic Thinking',
        'OKRs',
        'Business Model Innovation',
        'Competitive Strategy',
        'Strategy Execution',
      ],
      tools: ['for Directors', 'in Technology Companies', 'for Nonprofits'],
    },
    {
      subtopic: 'Hiring',
      subjects: [
        'Structured Interviews',
        'Onboarding New Hires',
        'Employer Branding',
        'Technical Hiring',
        'Workforce Planning',
      ],
      tools: ['for Hiring Managers', 'in Startups', 'at Scale'],
    },
    {
      subtopic: 'Inclusion',
      subjects: [
        'Inclusive Leadership',
        'Unconscious Bias',
        'Psychological Safety',
        'Accessible Workplaces',
        'Cross-Cultural Teams',
      ],
      tools: ['for Team Leads', 'for Executives', 'in Global Companies'],
    },
    {
      subtopic: 'Personal Effectiveness',
      subjects: ['Time Management', 'Deep Work', 'Stress Management', 'Habit Building', 'Critical Thinking'],
      tools: ['for Busy Managers', 'in Remote Work', 'for Knowledge Workers'],
    },
  ],
};
