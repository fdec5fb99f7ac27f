import type { Domain } from './domain.js';

export const BUSINESS_ANALYTICS: Domain = {
  name: 'Business Analytics',
  topics: [
    {
      subtopic: 'Business Intelligence',
      subjects: [
        'Executive Dashboards',
        'KPI Design',
        'Self-Service Reporting',
        'Dimensional Modelling',
        'Data Storytelling',
      ],
      tools: ['in Power BI', 'with Tableau', 'in Looker'],
    },
    {
      subtopic: 'Spreadsheets',
      subjects: [
        'Spreadsheet Modelling',
        'Pivot Tables',
        'Lookup Formulas',
        'Spreadsheet Automation',
        'What-If Analysis',
      ],
      tools: ['in Excel', 'in Google Sheets'],
    },
    {
      subtopic: 'SQL for Analysts',
      subjects: ['SQL Queries', 'Window Functions', 'Cohort Queries', 'Ad Hoc Analysis', 'Joins and Aggregations'],
      tools: ['in BigQuery', 'in Snowflake', 'in PostgreSQL'],
    },
    {
      subtopic: 'Financial Analysis',
      subjects: [
        'Financial Modelling',
        'Budgeting and Forecasting',
        'Unit Economics',
        'Business Valuation',
        'Cash Flow Analysis',
      ],
      tools: ['in Excel', 'for Startups', 'for Non-Financial Managers'],
    },
    {
      subtopic: 'Process Analysis',
      subjects: ['Process Mapping', 'Process Mining', 'Six Sigma', 'Root Cause Analysis', 'Requirements Elicitation'],
      tools: ['with BPMN', 'in Operations', 'for Service Teams'],
    },
    {
      subtopic: 'Customer Analytics',
      subjects: [
        'Customer Segmentation',
        'Churn Prediction',
        'Customer Lifetime Value',
        'Basket Analysis',
        'Customer Journey Analysis',
      ],
      tools: ['in Python', 'in SQL', 'for Subscription Businesses'],
    },
    {
      subtopic: 'Operations Research',
      subjects: [
        'Linear Optimization',
        'Inventory Planning',
        'Monte Carlo Simulation',
        'Route Planning',
        'Workforce Scheduling',
      ],
      tools: ['in Excel', 'with Python', 'in AMPL'],
    },
    {
      subtopic: 'Risk and Compliance',
      subjects: ['Risk Assessment', 'Fraud Analytics', 'Data Privacy', 'Internal Audit', 'Regulatory Reporting'],
      tools: ['under GDPR', 'for Banks', 'for Analysts'],
    },
    {
      subtopic: 'Decision Making',
      subjects: ['Decision Trees', 'Scenario Planning', 'Cost-Benefit Analysis', 'Forecast Judgement', 'Survey Design'],
      tools: ['for Managers', 'under Uncertainty', 'in Public Services'],
    },
  ],
};
