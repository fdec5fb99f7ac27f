import type { Domain } from './domain.js';

export const SOFTWARE_ENGINEERING: Domain = {
  name: 'Software Engineering',
  topics: [
    {
      subtopic: 'Web Development',
      subjects: [
        'Responsive Web Design',
        'Single-Page Applications',
        'Web Accessibility',
        'State Management',
        'Web Performance',
      ],
      tools: ['with React', 'with Vue', 'in TypeScript', 'with CSS Grid'],
    },
    {
      subtopic: 'Backend Development',
      subjects: [
        'REST APIs',
        'GraphQL Services',
        'Microservices',
        'Event-Driven Systems',
        'Authentication and Authorization',
      ],
      tools: ['with Node.js', 'with Spring Boot', 'in Go', 'with Django'],
    },
    {
      subtopic: 'Programming Languages',
      subjects: [
        'Functional Programming',
        'Concurrency',
        'Generics and Type Systems',
        'Memory Management',
        'Metaprogramming',
      ],
      tools: ['in Rust', 'in C++', 'in Java', 'in Scala', 'in Python'],
    },
    {
      subtopic: 'Software Architecture',
      subjects: [
        'Domain-Driven Design',
        'Design Patterns',
        'Clean Architecture',
        'Event Sourcing',
        'Legacy Modernization',
      ],
      tools: ['in Java', 'in C#', 'for Growing Teams'],
    },
    {
      subtopic: 'Databases',
      subjects: [
        'SQL Query Tuning',
        'Relational Data Modelling',
        'Transactions and Isolation',
        'Document Databases',
        'Database Indexing',
      ],
      tools: ['in PostgreSQL', 'with MongoDB', 'in MySQL', 'with Redis'],
    },
    {
      subtopic: 'Testing',
      subjects: [
        'Test-Driven Development',
        'Unit Testing',
        'End-to-End Testing',
        'Property-Based Testing',
        'Load Testing',
      ],
      tools: ['with Jest', 'with Playwright', 'with JUnit', 'with pytest'],
    },
    {
      subtopic: 'Application Security',
      subjects: [
        'Threat Modelling',
        'Secure Coding',
        'Penetration Testing',
        'Applied Cryptography',
        'Dependency Auditing',
      ],
      tools: ['for Developers', 'with OWASP', 'for Web Applications'],
    },
    {
      subtopic: 'Mobile Development',
      subjects: [
        'Mobile App Development',
        'Offline-First Apps',
        'Push Notifications',
        'Mobile App Testing',
        'Mobile UI Animation',
      ],
      tools: ['with Flutter', 'in Swift', 'in Kotlin', 'with React Native'],
    },
    {
      subtopic: 'Algorithms',
      subjects: [
        'Data Structures',
        'Graph Algorithms',
        'Dynamic Programming',
        'Distributed Algorithms',
        'String Matching',
      ],
      tools: ['in Python', 'in Java', 'in C++'],
    },
  ],
};
