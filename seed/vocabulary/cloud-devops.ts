import type { Domain } from './domain.js';

export const CLOUD_DEVOPS: Domain = {
  name: 'Cloud & DevOps',
  topics: [
    {
      subtopic: 'Kubernetes',
      subjects: [
        'Kubernetes Networking',
        'Kubernetes Operators',
        'Kubernetes Security',
        'Helm Charts',
        'Cluster Autoscaling',
      ],
      tools: ['on AWS', 'on Azure', 'on Bare Metal'],
    },
    {
      subtopic: 'Containers',
      subjects: [
        'Docker Containers',
        'Container Images',
        'Multi-Stage Builds',
        'Container Registries',
        'Rootless Containers',
      ],
      tools: ['with Podman', 'for Developers', 'in Production'],
    },
    {
      subtopic: 'Continuous Delivery',
      subjects: [
        'Continuous Integration',
        'Deployment Pipelines',
        'Blue-Green Deployment',
        'Feature Flags',
        'Trunk-Based Development',
      ],
      tools: ['with GitHub Actions', 'with GitLab', 'with Jenkins', 'with Argo CD'],
    },
    {
      subtopic: 'Infrastructure as Code',
      subjects: [
        'Infrastructure as Code',
        'Configuration Management',
        'Immutable Infrastructure',
        'Policy as Code',
        'Secrets Management',
      ],
      tools: ['with Terraform', 'with Ansible', 'with Pulumi'],
    },
    {
      subtopic: 'Observability',
      subjects: [
        'Distributed Tracing',
        'Metrics and Alerting',
        'Log Management',
        'Service Level Objectives',
        'Continuous Profiling',
      ],
      tools: ['with Prometheus', 'with OpenTelemetry', 'with Grafana'],
    },
    {
      subtopic: 'Site Reliability',
      subjects: [
        'Incident Response',
        'Chaos Engineering',
        'Capacity Planning',
        'Blameless Postmortems',
        'On-Call Rotations',
      ],
      tools: ['for Small Teams', 'in the Cloud', 'for Platform Teams'],
    },
    {
      subtopic: 'Cloud Platforms',
      subjects: [
        'Cloud Fundamentals',
        'Cloud Cost Optimization',
        'Cloud Migration',
        'Object Storage',
        'Multi-Cloud Architecture',
      ],
      tools: ['on AWS', 'on Google Cloud', 'on Azure'],
    },
    {
      subtopic: 'Serverless',
      subjects: [
        'Serverless Functions',
        'Event-Driven Workflows',
        'Serverless APIs',
        'Edge Computing',
        'Managed Queues',
      ],
      tools: ['on AWS Lambda', 'with Cloud Run', 'with Cloudflare Workers'],
    },
    {
      subtopic: 'Cloud Security',
      subjects: [
        'Identity and Access Management',
        'Zero Trust Networking',
        'Cloud Compliance',
        'Supply Chain Security',
        'Cloud Forensics',
      ],
      tools: ['on AWS', 'on Azure', 'for Platform Teams'],
    },
  ],
};
