import type { Domain } from './domain.js';

export const DATA_SCIENCE: Domain = {
  name: 'Data Science',
  topics: [
    {
      subtopic: 'Machine Learning',
      subjects: [
        'Supervised Learning',
        'Gradient Boosting',
        'Feature Engineering',
        'Model Selection',
        'Clustering',
        'Random Forests',
      ],
      tools: ['with Python', 'with scikit-learn', 'in R'],
    },
    {
      subtopic: 'Deep Learning',
      subjects: [
        'Neural Networks',
        'Convolutional Networks',
        'Transformers',
        'Transfer Learning',
        'Generative Adversarial Networks',
      ],
      tools: ['with PyTorch', 'with TensorFlow', 'with Keras'],
    },
    {
      subtopic: 'Time Series',
      subjects: [
        'Time Series Forecasting',
        'Anomaly Detection',
        'Demand Forecasting',
        'ARIMA Models',
        'State Space Models',
      ],
      tools: ['in R', 'with Python', 'with Prophet'],
    },
    {
      subtopic: 'Natural Language Processing',
      subjects: [
        'Text Classification',
        'Sentiment Analysis',
        'Large Language Models',
        'Topic Modelling',
        'Named Entity Recognition',
      ],
      tools: ['with Python', 'with spaCy', 'with Hugging Face'],
    },
    {
      subtopic: 'Statistics',
      subjects: [
        'Bayesian Inference',
        'Hypothesis Testing',
        'Linear Regression',
        'Causal Inference',
        'Survival Analysis',
      ],
      tools: ['in R', 'with Python', 'in Stan'],
    },
    {
      subtopic: 'Data Visualization',
      subjects: [
        'Data Visualization',
        'Exploratory Data Analysis',
        'Interactive Charts',
        'Storytelling with Data',
        'Geospatial Maps',
      ],
      tools: ['with ggplot2', 'with D3.js', 'with Matplotlib'],
    },
    {
      subtopic: 'Data Engineering',
      subjects: ['Data Pipelines', 'Stream Processing', 'Data Lakes', 'Data Warehousing', 'Data Quality Testing'],
      tools: ['with Apache Spark', 'with Airflow', 'with dbt', 'with Kafka'],
    },
    {
      subtopic: 'Recommender Systems',
      subjects: [
        'Collaborative Filtering',
        'Matrix Factorization',
        'Learning to Rank',
        'Session-Based Recommendation',
        'Personalization Engines',
      ],
      tools: ['with Python', 'with Spark', 'in Production'],
    },
    {
      subtopic: 'Computer Vision',
      subjects: [
        'Image Classification',
        'Object Detection',
        'Image Segmentation',
        'Optical Character Recognition',
        'Video Analytics',
      ],
      tools: ['with OpenCV', 'with PyTorch', 'on the Edge'],
    },
  ],
};
